import {
  deviceListResponseSchema,
  modelListResponseSchema,
  modelReportResponseSchema,
  modelResponseSchema,
  type ModelResponse,
  type ModelTask,
} from '@fettle/contracts';
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { z } from 'zod';
import { fileHref, request } from '../../../http/request';

const MODELS = ['models'] as const;

/** Every model that the tenant may see: those that come with the product, then its own, newest first. */
export function useModels() {
  return useQuery({
    queryKey: MODELS,
    queryFn: async ({ signal }) => (await request(modelListResponseSchema, '/models', { signal })).items,
  });
}

/** One model. */
export function useModel(id: string) {
  return useQuery({
    queryKey: ['model', id],
    queryFn: ({ signal }) => request(modelResponseSchema, `/models/${id}`, { signal }),
  });
}

/** What the compiled model takes, layer by layer. A model never changes: asked for once. */
export function useModelReport(id: string) {
  return useQuery({
    queryKey: ['model-report', id],
    queryFn: ({ signal }) => request(modelReportResponseSchema, `/models/${id}/report`, { signal }),
    staleTime: Infinity,
  });
}

/** Devices that said in their last hello that they run it, by name; at most 200. */
export function useDevicesOfModel({ name, version }: Pick<ModelResponse, 'name' | 'version'>) {
  const model = `${name}@${version}`;
  return useQuery({
    queryKey: ['devices-of-model', model],
    queryFn: async ({ signal }) =>
      (await request(deviceListResponseSchema, '/devices', { signal, query: { model, limit: 200 } })).items,
  });
}

export interface ModelUpload {
  readonly file: Blob;
  readonly name: string;
  readonly domain: string | null;
  readonly task: ModelTask;
}

/** Keeps a `.tflite` file as one of the tenant's own; refused with a code where it cannot run. */
export function useUploadModel() {
  const client = useQueryClient();
  return useMutation({
    networkMode: 'always',
    retry: false,
    mutationFn: ({ file, ...query }: ModelUpload) =>
      request(modelResponseSchema, '/models', { method: 'POST', file, query }),
    onSuccess: () => client.invalidateQueries({ queryKey: MODELS }),
  });
}

/** Deletes one of the tenant's own. */
export function useDeleteModel() {
  const client = useQueryClient();
  return useMutation({
    networkMode: 'always',
    retry: false,
    mutationFn: (id: string) => request(z.unknown(), `/models/${id}`, { method: 'DELETE' }),
    onSuccess: () => client.invalidateQueries({ queryKey: MODELS }),
  });
}

/** Where a link saves one of the model's C files from. */
export function codeHref(id: string, file: string): string {
  return fileHref(`/models/${id}/c`, { file });
}

/** Where a link saves the model's own file from. */
export function tfliteHref(id: string): string {
  return fileHref(`/models/${id}/tflite`);
}
