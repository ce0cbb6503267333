import {
  reportFindingRequestSchema,
  workOrderListResponseSchema,
  workOrderResponseSchema,
} from '@fettle/contracts';
import { keepPreviousData, useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import type { z } from 'zod';
import { queryKeys } from '../../../http/query-keys';
import { request } from '../../../http/request';

/** The newest 500 work orders in that state. */
export function useWorkOrders(state: 'open' | 'done') {
  return useQuery({
    queryKey: queryKeys.workOrders({ state }),
    queryFn: ({ signal }) =>
      request(workOrderListResponseSchema, '/work-orders', { signal, query: { state, limit: 500 } }),
    placeholderData: keepPreviousData,
  });
}

export interface FindingReport {
  readonly id: string;
  readonly finding: z.input<typeof reportFindingRequestSchema>;
}

/** Reports what was found; closes the work order. Queued while there is no network. */
export function useReportFinding(onDone: () => void) {
  const client = useQueryClient();
  return useMutation({
    mutationKey: ['report-finding'],
    mutationFn: ({ id, finding }: FindingReport) =>
      request(workOrderResponseSchema, `/work-orders/${id}/finding`, { method: 'POST', body: finding }),
    onSuccess: () => {
      for (const kind of ['work-orders', 'fleet', 'asset'])
        void client.invalidateQueries({ queryKey: [kind] });
      onDone();
    },
  });
}
