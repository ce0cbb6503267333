import { useSyncExternalStore } from 'react';

/** `connecting` before the first snapshot, `live` while the socket is up, `lost` after it went away. */
export type ConnectionStatus = 'connecting' | 'live' | 'lost';

export interface Connection {
  readonly status: ConnectionStatus;
  /** When the server was last heard, by this computer's clock, ms; null before the first time. */
  readonly heardAtMs: number | null;
}

let current: Connection = { status: 'connecting', heardAtMs: null };
const listeners = new Set<() => void>();

/** Sets what is known of the connection and tells whoever shows it. */
export function setConnection(next: Partial<Connection>): void {
  current = { ...current, ...next };
  for (const listener of listeners) listener();
}

function subscribe(listener: () => void): () => void {
  listeners.add(listener);
  return () => listeners.delete(listener);
}

/** The state of the live connection, followed. */
export function useConnection(): Connection {
  return useSyncExternalStore(subscribe, () => current);
}
