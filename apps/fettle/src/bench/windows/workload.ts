import { seededRandom } from '@fettle/kernel';
import type { ReadingBatch } from '@fettle/windowing';

/** A shape of load: how devices report. */
export interface Workload {
  readonly devices: number;
  /** Samples in a frame. */
  readonly samples: number;
  readonly signals: number;
  readonly cadenceMs: number;
  /** Frames of each device in one run. */
  readonly frames: number;
}

/** What is measured: a second's cadence in small frames, a hundred a second, and history at five minutes. */
export const WORKLOADS: Readonly<Record<string, Workload>> = {
  tumbling: { devices: 200, samples: 12, signals: 5, cadenceMs: 1_000, frames: 200 },
  tumblingManyDevices: { devices: 2_000, samples: 12, signals: 5, cadenceMs: 1_000, frames: 40 },
  dense: { devices: 50, samples: 600, signals: 5, cadenceMs: 10, frames: 60 },
  sparseHistory: { devices: 100, samples: 60, signals: 5, cadenceMs: 300_000, frames: 10 },
};

const START_MS = Date.UTC(2026, 0, 1);
const DISTINCT_BATCHES = 32;

/** Decoded frames of a load, made anew in the same memory as a decoder would: valid until the next call. */
export class FrameSource {
  private readonly batches: ReadingBatch[];

  constructor(private readonly load: Workload) {
    const random = seededRandom(11);
    this.batches = Array.from({ length: DISTINCT_BATCHES }, () => ({
      samples: load.samples,
      times: new Float64Array(load.samples),
      columns: Array.from({ length: load.signals }, (_, signal) => ({
        signalId: signal + 1,
        kind: 'scaled' as const,
        exponent: -2,
        mantissas: Float64Array.from({ length: load.samples }, () =>
          Math.round(2_000 * (signal + 1) + random.normal() * (signal % 2 === 0 ? 20 : 300)),
        ),
      })),
    }));
  }

  frame(device: number, sequence: number): ReadingBatch {
    const { samples, cadenceMs } = this.load;
    const batch = this.batches[(device * 7 + sequence) % DISTINCT_BATCHES]!;
    const start = START_MS + sequence * samples * cadenceMs + device * 137;
    for (let i = 0; i < samples; i++) batch.times[i] = start + i * cadenceMs;
    return batch;
  }
}

/** Readings in one run. */
export function readingsIn({ devices, samples, signals, frames }: Workload): number {
  return devices * samples * signals * frames;
}
