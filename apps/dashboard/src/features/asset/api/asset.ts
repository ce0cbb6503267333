import {
  alertListResponseSchema,
  assetDetailResponseSchema,
  forecastHistoryResponseSchema,
  seriesResponseSchema,
  workOrderListResponseSchema,
} from '@fettle/contracts';
import { keepPreviousData, useInfiniteQuery, useQuery } from '@tanstack/react-query';
import { queryKeys } from '../../../http/query-keys';
import { request } from '../../../http/request';

/** Everything of one machine but its history. */
export function useAsset(id: string) {
  return useQuery({
    queryKey: queryKeys.asset(id),
    queryFn: ({ signal }) => request(assetDetailResponseSchema, `/assets/${id}`, { signal }),
  });
}

/** A stretch of time, ms, as a chart shows it. */
export interface Range {
  readonly from: number;
  readonly to: number;
}

/** Health and forecasts of each component over the range, at most as many points as the screen is wide. */
export function useForecastHistory(id: string, { from, to }: Range, points: number) {
  return useQuery({
    queryKey: queryKeys.forecastHistory(id, from, to),
    queryFn: ({ signal }) =>
      request(forecastHistoryResponseSchema, `/assets/${id}/forecasts/history`, {
        signal,
        query: { from: new Date(from).toISOString(), to: new Date(to).toISOString(), points },
      }),
    enabled: points > 0,
    placeholderData: keepPreviousData,
  });
}

/** One signal over the range: min, mean and max a screen column. */
export function useSeries(id: string, signalName: string, { from, to }: Range, points: number) {
  return useQuery({
    queryKey: queryKeys.series(id, signalName, from, to),
    queryFn: ({ signal }) =>
      request(seriesResponseSchema, `/assets/${id}/series`, {
        signal,
        query: { signal: signalName, from, to, points },
      }),
    enabled: points > 0,
    placeholderData: keepPreviousData,
  });
}

/** The machine's alerts, newest first. */
export function useAssetAlerts(assetId: string) {
  return useInfiniteQuery({
    queryKey: queryKeys.alerts({ assetId }),
    queryFn: ({ signal }) =>
      request(alertListResponseSchema, '/alerts', { signal, query: { assetId, limit: 50 } }),
    initialPageParam: null,
    getNextPageParam: () => undefined,
  });
}

/** The machine's work orders, newest first. */
export function useAssetWorkOrders(assetId: string) {
  return useQuery({
    queryKey: queryKeys.workOrders({ assetId }),
    queryFn: ({ signal }) =>
      request(workOrderListResponseSchema, '/work-orders', { signal, query: { assetId, limit: 50 } }),
  });
}
