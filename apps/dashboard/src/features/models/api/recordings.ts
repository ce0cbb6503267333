import {
  assetDetailResponseSchema,
  assetListResponseSchema,
  readingListResponseSchema,
  snippetDetailResponseSchema,
  snippetListResponseSchema,
  type ModelResponse,
  type ReadingResponse,
} from '@fettle/contracts';
import { keepPreviousData, useQuery } from '@tanstack/react-query';
import { queryKeys } from '../../../http/query-keys';
import { request, requestFile } from '../../../http/request';

/** Readings a call gives at most. */
const PAGE = 10_000;
/** Calls for one recording: what a phone holds easily. */
const MOST_PAGES = 5;

/** The model's own file. */
export function useModelFile(id: string) {
  return useQuery({
    queryKey: ['model-file', id],
    queryFn: ({ signal }) => requestFile(`/models/${id}/tflite`, signal),
    staleTime: Infinity,
  });
}

/** Machines on which the model can run, by name; of one that fits no type in particular all. */
export function useFittingAssets(model: Pick<ModelResponse, 'domain' | 'assetTypes'>, q: string) {
  const filter = { q, domain: model.domain ?? undefined };
  return useQuery({
    queryKey: queryKeys.assets(filter),
    queryFn: async ({ signal }) =>
      (await request(assetListResponseSchema, '/assets', { signal, query: { ...filter, limit: 200 } })).items,
    placeholderData: keepPreviousData,
    select: (assets) =>
      assets.filter(
        ({ assetTypeId }) => model.assetTypes.length === 0 || model.assetTypes.includes(assetTypeId),
      ),
  });
}

/** A machine with its devices, its signals and their newest values. */
export function useTriedAsset(id: string | null) {
  return useQuery({
    queryKey: queryKeys.asset(id ?? ''),
    queryFn: ({ signal }) => request(assetDetailResponseSchema, `/assets/${id}`, { signal }),
    enabled: id !== null,
  });
}

/**
 * What a device sent over its last `spanMs` up to `newestMs`, as it was accepted, by event time. Of more than 50,000 readings
 * the first ones.
 */
export function useRecordedReadings(deviceId: string | null, newestMs: number, spanMs: number) {
  return useQuery({
    queryKey: ['recorded-readings', deviceId, newestMs, spanMs],
    queryFn: async ({ signal }) => {
      const readings: ReadingResponse[] = [];
      let cursor: string | null = null;
      for (let page = 0; page < MOST_PAGES; page++) {
        const query = { from: newestMs - spanMs, to: newestMs + 1, limit: PAGE, cursor };
        const answer: { items: ReadingResponse[]; nextCursor: string | null } = await request(
          readingListResponseSchema,
          `/devices/${deviceId}/readings`,
          { signal, query },
        );
        readings.push(...answer.items);
        cursor = answer.nextCursor;
        if (cursor === null) break;
      }
      return readings;
    },
    enabled: deviceId !== null,
    staleTime: Infinity,
  });
}

/** Raw samples that a device sent, newest first, without the samples. */
export function useSnippets(deviceId: string | null) {
  return useQuery({
    queryKey: ['snippets', deviceId],
    queryFn: async ({ signal }) =>
      (await request(snippetListResponseSchema, `/devices/${deviceId}/snippets`, { signal })).items,
    enabled: deviceId !== null,
  });
}

/** One of them with its samples. */
export function useSnippet(id: string | null) {
  return useQuery({
    queryKey: ['snippet', id],
    queryFn: ({ signal }) => request(snippetDetailResponseSchema, `/snippets/${id}`, { signal }),
    enabled: id !== null,
    staleTime: Infinity,
  });
}
