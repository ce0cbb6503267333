import { encodeFrame } from '@fettle/frame';
import { setTimeout as sleep } from 'node:timers/promises';
import { type Acknowledged, Publisher, type PublisherDevice } from './publisher';

export interface LoadOptions {
  readonly host: string;
  readonly port: number;
  readonly devices: readonly PublisherDevice[];
  readonly messagesPerSecond: number;
  readonly seconds: number;
  readonly samplesPerFrame: number;
  readonly door: 'frames' | 'json';
  /** Unacknowledged messages that one device may have. */
  readonly inFlight: number;
}

export interface LoadResult {
  /** What was acknowledged, in the order of acknowledgement. */
  readonly acknowledged: readonly Acknowledged[];
  readonly sent: number;
  readonly payloadBytes: number;
  /** From the first message to the last acknowledgement, milliseconds. */
  readonly elapsedMs: number;
}

/** Signal ids and names of asset type `generic.sensor`, in the order in which values are made. */
const SIGNALS = [
  { id: 1, name: 'seq', exponent: 0 },
  { id: 2, name: 'temperature', exponent: -2 },
  { id: 3, name: 'humidity', exponent: -2 },
  { id: 4, name: 'pressure', exponent: -2 },
  { id: 5, name: 'voltage', exponent: -3 },
] as const;

export const SIGNAL_COUNT = SIGNALS.length;
const SAMPLE_MS = 1_000;

/** Values as integers at each signal's resolution: slow drifts with noise, repeatable from device and sample. */
function mantissas(device: number, sample: number): number[] {
  const noise = (salt: number): number =>
    (Math.imul(device * 7919 + sample * 104_729 + salt * 1_299_709, 0x9e3779b1) >>> 24) - 128;
  const wave = Math.sin((sample + device * 13) / 600);
  return [
    sample,
    2_150 + Math.round(300 * wave) + (noise(1) >> 4),
    5_500 + Math.round(800 * wave) + (noise(2) >> 3),
    101_300 + (noise(3) >> 4),
    3_300 + (noise(4) >> 5),
  ];
}

/** The payload of one message; event times are one second apart and end before `endMs`. */
export function payload(
  door: LoadOptions['door'],
  device: number,
  sequence: number,
  samples: number,
  endMs: number,
): Uint8Array {
  const first = sequence * samples;
  const times = Array.from({ length: samples }, (_, i) => endMs - (samples - i) * SAMPLE_MS);
  const rows = times.map((_, i) => mantissas(device, first + i));
  if (door === 'json') {
    const values = SIGNALS.map(({ name, exponent }, s) => [name, rows[0]![s]! / 10 ** -exponent]);
    return Buffer.from(JSON.stringify({ ts: times[0], values: Object.fromEntries(values) }));
  }
  const columns = SIGNALS.map(({ id, exponent }, s) => ({
    signalId: id,
    kind: 'scaled' as const,
    exponent,
    mantissas: rows.map((row) => row[s]!),
  }));
  return encodeFrame({ bootId: 1, sequence, times, columns });
}

/** Publishes at the asked pace (as fast as acknowledgements allow for 0), then waits for what is in flight. */
export async function runLoad(options: LoadOptions): Promise<LoadResult> {
  const acknowledged: Acknowledged[] = [];
  const publishers = options.devices.map(
    (device, i) => new Publisher(i, device, (ack) => acknowledged.push(ack)),
  );
  for (const publisher of publishers) await publisher.open(options.host, options.port);
  const startedAt = performance.now();
  const sent = await publishAll(options, publishers, startedAt);
  while (
    acknowledged.length < sent.messages &&
    performance.now() - startedAt < options.seconds * 1_000 + 60_000
  ) {
    await sleep(20);
  }
  const elapsedMs = performance.now() - startedAt;
  for (const publisher of publishers) publisher.close();
  return { acknowledged, sent: sent.messages, payloadBytes: sent.bytes, elapsedMs };
}

async function publishAll(
  options: LoadOptions,
  publishers: readonly Publisher[],
  startedAt: number,
): Promise<{ messages: number; bytes: number }> {
  const sequences = new Int32Array(publishers.length);
  // Event time starts far enough back that the last message of a device still lies before now.
  const perDevice =
    Math.ceil(((options.messagesPerSecond || 50_000) * options.seconds) / publishers.length) + 1;
  const startMs = Date.now() - perDevice * options.samplesPerFrame * SAMPLE_MS;
  let messages = 0;
  let bytes = 0;
  let next = 0;
  for (;;) {
    const elapsed = (performance.now() - startedAt) / 1_000;
    if (elapsed >= options.seconds) return { messages, bytes };
    const due =
      options.messagesPerSecond === 0
        ? messages + publishers.length
        : Math.floor(elapsed * options.messagesPerSecond);
    for (let tries = 0; messages < due && tries < publishers.length; next = (next + 1) % publishers.length) {
      const publisher = publishers[next]!;
      if (publisher.inFlight >= options.inFlight) {
        tries++;
        continue;
      }
      const sequence = sequences[next]!++;
      const endMs = startMs + (sequence + 1) * options.samplesPerFrame * SAMPLE_MS;
      const bytesOut = payload(options.door, next, sequence, options.samplesPerFrame, endMs);
      publisher.publish(sequence, bytesOut);
      messages++;
      bytes += bytesOut.length;
      tries = 0;
    }
    await sleep(1);
  }
}
