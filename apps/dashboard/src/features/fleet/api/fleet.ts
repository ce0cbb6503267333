import {
  fleetListResponseSchema,
  fleetSummaryResponseSchema,
  type FleetRowResponse,
  type Urgency,
} from '@fettle/contracts';
import { keepPreviousData, useInfiniteQuery, useQuery } from '@tanstack/react-query';
import { queryKeys } from '../../../http/query-keys';
import { request } from '../../../http/request';

/** What the fleet screen shows of the fleet. */
export interface FleetFilter {
  readonly domain?: string | undefined;
  readonly urgency?: Urgency | undefined;
  readonly siteId?: string | undefined;
  readonly q?: string | undefined;
}

/** Rows of one page: few enough for a phone's first answer, many enough that scrolling seldom waits. */
const PAGE_ROWS = 500;

/** Components, most urgent first, a page at a time. */
export function useFleet(filter: FleetFilter) {
  return useInfiniteQuery({
    queryKey: queryKeys.fleet({ ...filter }),
    queryFn: ({ signal, pageParam }) =>
      request(fleetListResponseSchema, '/fleet', {
        signal,
        query: { ...filter, limit: PAGE_ROWS, cursor: pageParam },
      }),
    initialPageParam: null as string | null,
    getNextPageParam: (last) => last.nextCursor,
    placeholderData: keepPreviousData,
  });
}

/** Counts of assets by urgency, for all and for each domain and site. */
export function useFleetSummary() {
  return useQuery({
    queryKey: queryKeys.fleetSummary,
    queryFn: ({ signal }) => request(fleetSummaryResponseSchema, '/fleet/summary', { signal }),
  });
}

/** Identity of a row: a component of an asset. */
export function rowKey(row: FleetRowResponse): string {
  return `${row.assetId}/${row.forecast.component}/${row.forecast.failureMode}`;
}

/** When a visit is planned for a row, ms; null when none is, or without a date. */
export function plannedMs(row: FleetRowResponse): number | null {
  const planned = row.workOrder?.plannedFor ?? null;
  return planned === null ? null : Date.parse(planned);
}
