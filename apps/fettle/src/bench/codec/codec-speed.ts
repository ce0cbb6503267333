import { DecodedFrame, decodeFrame, encodeFrame, type FrameInput } from '@fettle/frame';
import { readingsOf, type Batch } from './batch';

const RUNS = 5;
const RUN_MS = 400;

/** A batch as a device would send it, some days after its start. */
export function frameOf(batch: Batch, sequence = 5_000): FrameInput {
  return { bootId: 17, sequence, times: batch.times, columns: batch.columns.map(({ input }) => input) };
}

/** Median of {@link RUNS} runs, readings a second on this thread; the first run, which compiles, is not counted. */
function rate(readings: number, round: () => void): number {
  const rates = Array.from({ length: RUNS + 1 }, () => {
    const start = performance.now();
    let rounds = 0;
    while (performance.now() - start < RUN_MS) {
      round();
      rounds++;
    }
    return (rounds * readings * 1_000) / (performance.now() - start);
  });
  return rates.slice(1).sort((a, b) => a - b)[RUNS >> 1]!;
}

/** How fast frames of these batches become typed arrays and come from them. */
export function codecSpeed(batches: readonly Batch[]): { decode: number; encode: number } {
  const inputs = batches.map((batch) => frameOf(batch));
  const frames = inputs.map((input) => encodeFrame(input));
  const readings = batches.reduce((sum, batch) => sum + readingsOf(batch), 0);
  const into = new DecodedFrame();
  const out = new Uint8Array(65_536);
  return {
    decode: rate(readings, () => {
      for (const frame of frames) decodeFrame(frame, into);
    }),
    encode: rate(readings, () => {
      for (const input of inputs) encodeFrame(input, out);
    }),
  };
}
