import { LIVE, type LiveChanges } from '@fettle/contracts';
import { encodeFrame } from '@fettle/frame';
import { io } from 'socket.io-client';
import { setTimeout as sleep } from 'node:timers/promises';
import { Publisher, type PublisherDevice } from './publisher';

export interface ProbeOptions {
  readonly url: string;
  readonly token: string;
  readonly host: string;
  readonly port: number;
  readonly assetId: string;
  readonly device: PublisherDevice;
  readonly intervalMs: number;
  readonly signal: AbortSignal;
}

/**
 * How long from a device's publish until a dashboard's socket has the reading, in milliseconds, once an interval:
 * a real MQTT publish in, a real socket.io client that watches the asset out. Runs until aborted.
 */
export async function probeBrowserLatency(options: ProbeOptions): Promise<number[]> {
  const latencies: number[] = [];
  const publishedAt = new Map<number, number>();
  const socket = io(options.url, {
    path: LIVE.path,
    transports: ['websocket'],
    auth: { token: options.token },
  });
  socket.on(LIVE.changes, (changes: LiveChanges) => {
    const now = performance.now();
    for (const { assetId, signal, v } of changes.values) {
      if (assetId !== options.assetId || signal !== 'seq') continue;
      for (const value of v) {
        const at = publishedAt.get(value ?? -1);
        if (at !== undefined) latencies.push(now - at);
        publishedAt.delete(value ?? -1);
      }
    }
  });
  await new Promise<void>((done, failed) => {
    socket.once('connect', done);
    socket.once('connect_error', failed);
  });
  await socket.emitWithAck(LIVE.watch, { assetId: options.assetId });
  const publisher = new Publisher(0, options.device, () => undefined);
  await publisher.open(options.host, options.port);
  for (let sequence = 0; !options.signal.aborted; sequence++) {
    publishedAt.set(sequence, performance.now());
    publisher.publish(sequence, probeFrame(sequence));
    await sleep(options.intervalMs);
  }
  await sleep(500);
  publisher.close();
  socket.close();
  return latencies;
}

function probeFrame(sequence: number): Uint8Array {
  const column = { signalId: 1, kind: 'scaled' as const, exponent: 0, mantissas: [sequence] };
  return encodeFrame({ bootId: 1, sequence, times: [Date.now()], columns: [column] });
}
