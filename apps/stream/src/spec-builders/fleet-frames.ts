import { encodeFrame } from '@fettle/frame';
import { MINUTE_MS, type Random } from '@fettle/kernel';
import type { Reading } from '@fettle/windowing';

/** A frame with what it says, for comparing. */
export interface SentFrame {
  readonly bytes: Uint8Array;
  readonly readings: readonly Reading[];
}

export interface FrameSpec {
  readonly sequence: number;
  readonly times: readonly number[];
  /** Hundredths, by signal id; null where missing. */
  readonly values: Readonly<Record<number, readonly (number | null)[]>>;
}

const BOOT_ID = 77;

export function frameOf({ sequence, times, values }: FrameSpec): SentFrame {
  const columns = Object.entries(values).map(([id, mantissas]) => ({
    signalId: Number(id),
    kind: 'scaled' as const,
    exponent: -2,
    mantissas: mantissas.map((mantissa) => mantissa ?? 0),
    states: mantissas.map((mantissa) => (mantissa === null ? 1 : 0)),
  }));
  const readings = columns.flatMap(({ signalId, mantissas, states }) =>
    mantissas.flatMap((mantissa, i) =>
      states[i] === 1 ? [] : [{ signalId, atMs: times[i]!, value: mantissa / 100 }],
    ),
  );
  return { bytes: encodeFrame({ bootId: BOOT_ID, sequence, times, columns }), readings };
}

/** Frames of one device, 12 samples of 5 signals at a second's cadence, in order, from an event time on; some pause long between frames. */
export function steadyFrames(random: Random, startMs: number, count: number, pauses = true): SentFrame[] {
  let atMs = startMs;
  return Array.from({ length: count }, (_, sequence) => {
    const times = Array.from({ length: 12 }, () => (atMs += 1_000 + random.below(40)));
    if (pauses && random.below(10) === 0) atMs += random.below(20) * MINUTE_MS;
    const column = (level: number): (number | null)[] =>
      times.map(() => (random.below(20) === 0 ? null : level + Math.round(90 * random.normal())));
    const values = { 1: column(2_000), 2: column(0), 3: column(-500), 4: column(120_000), 5: column(7) };
    return frameOf({ sequence, times, values });
  });
}
