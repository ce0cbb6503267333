import { alertDetailResponseSchema, alertListResponseSchema, type Severity } from '@fettle/contracts';
import { keepPreviousData, useInfiniteQuery, useQuery } from '@tanstack/react-query';
import { queryKeys } from '../../../http/query-keys';
import { request } from '../../../http/request';

export interface AlertFilter {
  readonly state: 'open' | 'resolved';
  readonly severity?: Severity | undefined;
}

/** Alerts, newest first, a page at a time. */
export function useAlerts(filter: AlertFilter) {
  return useInfiniteQuery({
    queryKey: queryKeys.alerts({ ...filter }),
    queryFn: ({ signal, pageParam }) =>
      request(alertListResponseSchema, '/alerts', {
        signal,
        query: { ...filter, limit: 200, cursor: pageParam },
      }),
    initialPageParam: null as string | null,
    getNextPageParam: (last) => last.nextCursor,
    placeholderData: keepPreviousData,
  });
}

/** One alert with everything that is known of it. */
export function useAlert(id: string) {
  return useQuery({
    queryKey: queryKeys.alert(id),
    queryFn: ({ signal }) => request(alertDetailResponseSchema, `/alerts/${id}`, { signal }),
  });
}
