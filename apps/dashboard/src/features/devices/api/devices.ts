import {
  assetListResponseSchema,
  assetResponseSchema,
  deviceCredentialsResponseSchema,
  deviceListResponseSchema,
  deviceResponseSchema,
  rejectListResponseSchema,
  siteListResponseSchema,
  siteResponseSchema,
  type DeviceState,
  type UpdateDeviceRequest,
} from '@fettle/contracts';
import {
  keepPreviousData,
  useInfiniteQuery,
  useMutation,
  useQuery,
  useQueryClient,
} from '@tanstack/react-query';
import { queryKeys } from '../../../http/query-keys';
import { request } from '../../../http/request';
import { viewerZone } from '../../../time/calendar';

export interface DeviceFilter {
  readonly state?: DeviceState | undefined;
  readonly q?: string | undefined;
}

/** Devices by name, a page at a time. */
export function useDevices(filter: DeviceFilter) {
  return useInfiniteQuery({
    queryKey: queryKeys.devices({ ...filter }),
    queryFn: ({ signal, pageParam }) =>
      request(deviceListResponseSchema, '/devices', {
        signal,
        query: { ...filter, limit: 200, cursor: pageParam },
      }),
    initialPageParam: null as string | null,
    getNextPageParam: (last) => last.nextCursor,
    placeholderData: keepPreviousData,
  });
}

/** One device, asked for again every `everyMs` while that is given. */
export function useDevice(id: string, everyMs?: number) {
  return useQuery({
    queryKey: ['device', id],
    queryFn: ({ signal }) => request(deviceResponseSchema, `/devices/${id}`, { signal }),
    refetchInterval: everyMs ?? false,
  });
}

/** The newest messages of a device that did not count, each with its reason. */
export function useRejects(deviceId: string) {
  return useQuery({
    queryKey: queryKeys.rejects(deviceId),
    queryFn: ({ signal }) =>
      request(rejectListResponseSchema, `/devices/${deviceId}/rejects`, { signal, query: { limit: 20 } }),
  });
}

/** Machines whose name matches, for choosing one. */
export function useAssetChoices(q: string) {
  return useQuery({
    queryKey: queryKeys.assets({ q }),
    queryFn: async ({ signal }) =>
      (await request(assetListResponseSchema, '/assets', { signal, query: { q, limit: 50 } })).items,
    placeholderData: keepPreviousData,
  });
}

/** Places of the tenant. */
export function useSites() {
  return useQuery({
    queryKey: ['sites'],
    queryFn: async ({ signal }) => (await request(siteListResponseSchema, '/sites', { signal })).items,
  });
}

export type Machine =
  | { readonly assetId: string }
  | {
      readonly assetName: string;
      readonly assetTypeId: string;
      readonly site: { readonly id: string } | { readonly name: string };
    };

async function siteIdOf(site: { id: string } | { name: string }): Promise<string> {
  if ('id' in site) return site.id;
  const body = { name: site.name, latitude: 0, longitude: 0, timeZone: viewerZone() };
  return (await request(siteResponseSchema, '/sites', { method: 'POST', body })).id;
}

async function assetIdOf(machine: Machine): Promise<string> {
  if ('assetId' in machine) return machine.assetId;
  const body = {
    name: machine.assetName,
    assetTypeId: machine.assetTypeId,
    siteId: await siteIdOf(machine.site),
  };
  return (await request(assetResponseSchema, '/assets', { method: 'POST', body })).id;
}

/** Adds a device, and its machine and place where they are new; answers with the credentials, this once. */
export function useAddDevice() {
  const client = useQueryClient();
  return useMutation({
    networkMode: 'always',
    retry: false,
    mutationFn: async ({ name, machine }: { name: string; machine: Machine }) => {
      const assetId = await assetIdOf(machine);
      return request(deviceCredentialsResponseSchema, '/devices', {
        method: 'POST',
        body: { name, assetId },
      });
    },
    onSettled: () => {
      for (const kind of ['devices', 'assets', 'sites', 'fleet-summary'])
        void client.invalidateQueries({ queryKey: [kind] });
    },
  });
}

/** Renames, disables or enables a device. */
export function useUpdateDevice(id: string) {
  const client = useQueryClient();
  return useMutation({
    mutationFn: (body: UpdateDeviceRequest) =>
      request(deviceResponseSchema, `/devices/${id}`, { method: 'PATCH', body }),
    onSuccess: (device) => {
      client.setQueryData(['device', id], device);
      void client.invalidateQueries({ queryKey: ['devices'] });
    },
  });
}

/** Gives a device new credentials; the old ones stop working at once. Shown once. */
export function useRotateCredentials(id: string) {
  return useMutation({
    networkMode: 'always',
    retry: false,
    mutationFn: () => request(deviceCredentialsResponseSchema, `/devices/${id}/rotate`, { method: 'POST' }),
  });
}
