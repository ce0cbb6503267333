import {
  deviceCommandListResponseSchema,
  deviceCommandResponseSchema,
  modelPackageListResponseSchema,
  type DeviceCommandResponse,
  type giveCommandRequestSchema,
} from '@fettle/contracts';
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import type { z } from 'zod';
import { request } from '../../../http/request';

const commandsKey = (deviceId: string) => ['device-commands', deviceId] as const;

/** While a command waits for its device, the list is asked for again this often. */
const WAITING_MS = 3_000;

/** A command without the defaults that the API fills in. */
export type CommandToGive = z.input<typeof giveCommandRequestSchema>;

function isWaiting({ state }: DeviceCommandResponse): boolean {
  return state === 'pending' || state === 'sent';
}

/** The newest commands of a device with what became of them. */
export function useCommands(deviceId: string) {
  return useQuery({
    queryKey: commandsKey(deviceId),
    queryFn: async ({ signal }) =>
      (
        await request(deviceCommandListResponseSchema, `/devices/${deviceId}/commands`, {
          signal,
          query: { limit: 10 },
        })
      ).items,
    refetchInterval: ({ state }) => (state.data?.some(isWaiting) === true ? WAITING_MS : false),
  });
}

/** Tells a device to do something; it is done once the device says so. */
export function useGiveCommand(deviceId: string) {
  const client = useQueryClient();
  return useMutation({
    networkMode: 'always',
    retry: false,
    mutationFn: (body: CommandToGive) =>
      request(deviceCommandResponseSchema, `/devices/${deviceId}/commands`, { method: 'POST', body }),
    onSettled: () => client.invalidateQueries({ queryKey: commandsKey(deviceId) }),
  });
}

/** Signed model packages of the tenant, newest first. */
export function useModelPackages() {
  return useQuery({
    queryKey: ['model-packages'],
    queryFn: async ({ signal }) =>
      (await request(modelPackageListResponseSchema, '/models/packages', { signal })).items,
  });
}

/** Tells a device to fetch a package, verify it and run it. */
export function useInstallPackage(deviceId: string) {
  const client = useQueryClient();
  return useMutation({
    networkMode: 'always',
    retry: false,
    mutationFn: (packageId: string) =>
      request(deviceCommandResponseSchema, `/devices/${deviceId}/model`, {
        method: 'POST',
        body: { package: packageId },
      }),
    onSettled: () => client.invalidateQueries({ queryKey: commandsKey(deviceId) }),
  });
}
