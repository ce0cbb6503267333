import { DecodedFrame, decodeFrame, encodeFrame, MAX_FRAME_BYTES, type FrameInput } from '@fettle/frame';
import { readingsOf, type Batch } from './batch';

const RUNS = 5;
const RUN_MS = 300;
/** Rounds between two looks at the clock. */
const ROUNDS = 8;

/** A batch as a device would send it, some days after its start. */
export function frameOf(batch: Batch, sequence = 5_000): FrameInput {
  return { bootId: 17, sequence, times: batch.times, columns: batch.columns.map(({ input }) => input) };
}

/** Processor time of this process so far, ms: what counts on a machine that does other things too. */
function processorMs(): number {
  const { user, system } = process.cpuUsage();
  return (user + system) / 1_000;
}

/** Median of {@link RUNS} runs, readings a second of processor time; the first run, which compiles, is not counted. */
function rate(readings: number, runMs: number, round: () => void): number {
  const rates = Array.from({ length: RUNS + 1 }, () => {
    const start = processorMs();
    let rounds = 0;
    while (processorMs() - start < runMs) {
      for (let i = 0; i < ROUNDS; i++) round();
      rounds += ROUNDS;
    }
    return (rounds * readings * 1_000) / (processorMs() - start);
  });
  return rates.slice(1).sort((a, b) => a - b)[RUNS >> 1]!;
}

/** Readings a second of processor time at which frames of these batches become typed arrays. */
export function decodeSpeed(batches: readonly Batch[], runMs = RUN_MS): number {
  const frames = batches.map((batch) => encodeFrame(frameOf(batch)));
  const into = new DecodedFrame();
  return rate(readingsIn(batches), runMs, () => {
    for (const frame of frames) decodeFrame(frame, into);
  });
}

/** Readings a second of processor time at which these batches become frames. */
export function encodeSpeed(batches: readonly Batch[], runMs = RUN_MS): number {
  const inputs = batches.map((batch) => frameOf(batch));
  const out = new Uint8Array(MAX_FRAME_BYTES);
  return rate(readingsIn(batches), runMs, () => {
    for (const input of inputs) encodeFrame(input, out);
  });
}

function readingsIn(batches: readonly Batch[]): number {
  return batches.reduce((sum, batch) => sum + readingsOf(batch), 0);
}
