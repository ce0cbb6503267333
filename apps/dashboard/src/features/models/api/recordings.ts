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
const HOUR_MS = 3_600_000;
const DAY_HOURS = 24;

interface ReadingPage {
  readonly items: ReadingResponse[];
  readonly nextCursor: string | null;
}

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

async function readingsBetween(
  deviceId: string,
  from: number,
  to: number,
  signal: AbortSignal,
): Promise<ReadingResponse[]> {
  const readings: ReadingResponse[] = [];
  let cursor: string | null = null;
  for (let page = 0; page < MOST_PAGES; page++) {
    const answer: ReadingPage = await request(readingListResponseSchema, `/devices/${deviceId}/readings`, {
      signal,
      query: { from, to, limit: PAGE, cursor },
    });
    readings.push(...answer.items);
    cursor = answer.nextCursor;
    if (cursor === null) break;
  }
  return readings;
}

/**
 * What a device sent up to `newestMs`, as it was accepted, by event time: of the last 24 hours, or of as many as give about
 * 50,000 readings, at least one.
 */
export function useRecordedReadings(deviceId: string, newestMs: number) {
  return useQuery({
    queryKey: ['recorded-readings', deviceId, newestMs],
    queryFn: async ({ signal }) => {
      const until = newestMs + 1;
      const hour = await readingsBetween(deviceId, newestMs - HOUR_MS, until, signal);
      const most = Math.floor((MOST_PAGES * PAGE) / Math.max(1, hour.length));
      const hours = Math.max(1, Math.min(DAY_HOURS, most));
      if (hours === 1) return { hours, readings: hour };
      const readings = await readingsBetween(deviceId, newestMs - hours * HOUR_MS, until, signal);
      return { hours, readings };
    },
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
