import { LIVE, liveChangesSchema, liveSnapshotSchema } from '@fettle/contracts';
import type { QueryClient } from '@tanstack/react-query';
import { useQueryClient } from '@tanstack/react-query';
import { useEffect } from 'react';
import { io, type Socket } from 'socket.io-client';
import { applyChanges, applySnapshot } from './apply-changes';
import { setConnection } from './connection';

let socket: Socket | null = null;
const watched = new Map<string, number>();

function connect(client: QueryClient): Socket {
  const opened = io({ path: LIVE.path, withCredentials: true, transports: ['websocket', 'polling'] });
  let snapshots = 0;
  opened.on(LIVE.snapshot, (body: unknown) => {
    const parsed = liveSnapshotSchema.safeParse(body);
    setConnection({ status: 'live', heardAtMs: Date.now() });
    if (parsed.success) applySnapshot(client, parsed.data, snapshots++ === 0);
  });
  opened.on(LIVE.changes, (body: unknown) => {
    const parsed = liveChangesSchema.safeParse(body);
    setConnection({ status: 'live', heardAtMs: Date.now() });
    if (parsed.success) applyChanges(client, parsed.data);
  });
  opened.on('connect', () => {
    setConnection({ status: 'live', heardAtMs: Date.now() });
    for (const assetId of watched.keys()) opened.emit(LIVE.watch, { assetId });
  });
  opened.on('disconnect', () => setConnection({ status: 'lost' }));
  opened.on('connect_error', () => setConnection({ status: 'lost' }));
  opened.io.on('ping', () => setConnection({ heardAtMs: Date.now() }));
  return opened;
}

/** Keeps the live connection open while the calling component is shown, and the query cache patched from it. */
export function useLiveConnection(): void {
  const client = useQueryClient();
  useEffect(() => {
    const opened = connect(client);
    socket = opened;
    return () => {
      opened.close();
      socket = null;
    };
  }, [client]);
}

/** Asks for the live values of one asset while the calling component is shown. */
export function useWatchAsset(assetId: string): void {
  useEffect(() => {
    watched.set(assetId, (watched.get(assetId) ?? 0) + 1);
    if (socket?.connected === true) socket.emit(LIVE.watch, { assetId });
    return () => {
      const left = (watched.get(assetId) ?? 1) - 1;
      if (left > 0) {
        watched.set(assetId, left);
        return;
      }
      watched.delete(assetId);
      if (socket?.connected === true) socket.emit(LIVE.unwatch, { assetId });
    };
  }, [assetId]);
}
