import { execFileSync } from 'node:child_process';
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import fc from 'fast-check';
import { COLUMN_KINDS, type ColumnKind, decodeFrame, SAMPLE_STATE } from '@fettle/frame';
import { buildDriver, has, temporaryFolder } from './support/build';

const VECTORS = join(__dirname, '..', '..', 'libs', 'frame', 'vectors');
/** What the device's encoder leaves to others: integers beyond 52 bits, times beyond 50. */
const LARGEST = 2 ** 52 - 1;
const FARTHEST = 2 ** 50 - 1;

interface Column {
  readonly signalId: number;
  readonly kind: ColumnKind;
  readonly exponent: number;
  /** Integers, or doubles of float64; anything where the state is not present. */
  readonly numbers: readonly number[];
  readonly states: readonly number[];
}

interface Batch {
  readonly bootId: number;
  readonly sequence: number;
  readonly contentIdentity: boolean;
  readonly times: readonly number[];
  readonly columns: readonly Column[];
  readonly capacity?: number;
}

const compiler = has('gcc');
if (!compiler) console.warn('SKIPPED: the frame encoder of the firmware; gcc is not there');
const folder = temporaryFolder();
let program = '';
beforeAll(async () => {
  const sources = ['frame/frame.c', 'frame/list.c', 'frame/bits.c', 'frame/crc16.c'];
  if (compiler) program = await buildDriver('frame-driver', sources, folder.path);
}, 60_000);
afterAll(() => folder.remove());

function int64s(values: readonly number[]): Buffer {
  return Buffer.from(BigInt64Array.from(values, (value) => BigInt(value)).buffer);
}

function written(batch: Batch): Buffer {
  const { bootId, sequence, contentIdentity, times, columns, capacity = 65_536 } = batch;
  const hasStates = columns.some(({ states }) => states.some((state) => state !== SAMPLE_STATE.PRESENT));
  const head = [capacity, bootId, contentIdentity ? 1 : 0, times.length, columns.length, hasStates ? 1 : 0];
  const directory = columns.flatMap(({ signalId, kind, exponent }) => [
    signalId,
    COLUMN_KINDS.indexOf(kind),
    exponent >>> 0,
  ]);
  const numbers = columns.map(({ kind, numbers: given, states }) => {
    const present = given.map((value, i) => (states[i] === SAMPLE_STATE.PRESENT ? value : 0));
    return kind === 'float64' ? Buffer.from(Float64Array.from(present).buffer) : int64s(present);
  });
  return Buffer.concat([
    Buffer.from(Uint32Array.from(head).buffer),
    int64s([sequence]),
    Buffer.from(Uint32Array.from(directory).buffer),
    int64s(times),
    ...numbers,
    ...columns.map(({ states }) => Buffer.from(states)),
  ]);
}

/** The device's frames of these batches; null where it refuses. */
function encoded(batches: readonly Batch[]): (Buffer | null)[] {
  const input = Buffer.concat(batches.map(written));
  const output = execFileSync(program, { input, maxBuffer: 2 ** 28 });
  let at = 0;
  return batches.map(() => {
    const length = output.readUInt32LE(at);
    at += 4 + length;
    return length === 0 ? null : output.subarray(at - length, at);
  });
}

/** What the reference decoder reads, in the words of a batch. */
function meaning(bytes: Uint8Array): Batch {
  const result = decodeFrame(bytes);
  if (!result.ok) throw new Error(`refused: ${result.reason}`);
  const { bootId, sequence, contentIdentity, times, columns } = result.frame;
  return {
    ...{ bootId, sequence, contentIdentity, times: Array.from(times) },
    columns: columns.map(({ signalId, kind, exponent, mantissas, states }) => ({
      ...{ signalId, kind, exponent, numbers: Array.from(mantissas) },
      states: states === null ? Array.from(times, () => SAMPLE_STATE.PRESENT) : Array.from(states),
    })),
  };
}

const onlyPresent = (batch: Batch): Batch => ({
  ...batch,
  columns: batch.columns.map((column) => ({
    ...column,
    numbers: column.numbers.map((value, i) => (column.states[i] === SAMPLE_STATE.PRESENT ? value : NaN)),
  })),
});

/** Levels, walks, wide and narrow, as sensors and models make them, and what they never make. */
function numbersOf(kind: ColumnKind, length: number): fc.Arbitrary<number[]> {
  const list = (one: fc.Arbitrary<number>): fc.Arbitrary<number[]> =>
    fc.array(one, { minLength: length, maxLength: length });
  if (kind === 'float64') return list(fc.double({ noNaN: true }));
  if (kind !== 'scaled') return list(fc.integer({ min: 0, max: 256 }));
  const walk = fc
    .tuple(fc.integer({ min: -1e6, max: 1e6 }), list(fc.integer({ min: -9, max: 9 })))
    .map(([start, steps]) => steps.map((_, i) => start + steps.slice(0, i).reduce((a, b) => a + b, 0)));
  const spikes = list(fc.oneof({ weight: 9, arbitrary: fc.constant(5) }, fc.maxSafeInteger()));
  const held = (values: number[]): number[] => values.map((v) => Math.max(-LARGEST, Math.min(LARGEST, v)));
  return fc.oneof(walk, list(fc.constant(7)), list(fc.maxSafeInteger()).map(held), spikes.map(held));
}

const timesOf = (length: number): fc.Arbitrary<number[]> =>
  fc.oneof(
    fc
      .tuple(fc.integer({ min: 0, max: 2e12 }), fc.constantFrom(1, 25, 1_000, 60_000))
      .map(([start, step]) => Array.from({ length }, (_, i) => start + i * step)),
    fc.array(fc.integer({ min: -FARTHEST, max: FARTHEST }), { minLength: length, maxLength: length }),
  );

const columnOf = (length: number): fc.Arbitrary<Omit<Column, 'signalId'>> =>
  fc.constantFrom<ColumnKind>('scaled', 'scaled', 'label', 'probability', 'float64').chain((kind) =>
    fc.record({
      kind: fc.constant(kind),
      exponent:
        kind === 'scaled' ? fc.integer({ min: -22, max: 12 }) : fc.constant(kind === 'probability' ? 8 : 0),
      numbers: numbersOf(kind, length),
      states: fc.oneof(
        { weight: 3, arbitrary: fc.constant(Array.from({ length }, () => 0)) },
        fc.array(fc.constantFrom(0, 1, 2), { minLength: length, maxLength: length }),
      ),
    }),
  );

const batches: fc.Arbitrary<Batch> = fc.integer({ min: 1, max: 40 }).chain((length) =>
  fc.record({
    bootId: fc.integer({ min: 0, max: 2 ** 32 - 1 }),
    sequence: fc.integer({ min: 0, max: 2 ** 48 - 1 }),
    contentIdentity: fc.boolean(),
    times: timesOf(length),
    columns: fc
      .uniqueArray(fc.integer({ min: 1, max: 2 ** 21 - 1 }), { minLength: 1, maxLength: 6 })
      .chain((ids) =>
        fc.tuple(...ids.map(() => columnOf(length))).map((columns) => {
          const sorted = [...ids].sort((a, b) => a - b);
          return columns.map((column, i) => ({ ...column, signalId: sorted[i]! }));
        }),
      ),
  }),
);

(compiler ? describe : describe.skip)("the firmware's frame encoder", () => {
  const names = readdirSync(VECTORS)
    .filter((name) => name.endsWith('.bin'))
    .map((name) => name.slice(0, -4));

  it('gives every vector its meaning, but refuses the two whose integers or times no device has', () => {
    const wanted = names.map((name) => meaning(readFileSync(join(VECTORS, `${name}.bin`))));
    const frames = encoded(wanted);
    const refused = names.filter((_, i) => frames[i] === null);
    const isTooWide = ({ times, columns }: Batch): boolean =>
      times.some((time) => Math.abs(time) > FARTHEST) ||
      columns.some(
        ({ kind, numbers }) => kind !== 'float64' && numbers.some((value) => Math.abs(value) > LARGEST),
      );
    const tooWide = names.filter((_, i) => isTooWide(wanted[i]!));
    expect(refused).toEqual(tooWide);
    expect(refused.length).toBeLessThanOrEqual(2);
    frames.forEach((frame, i) => frame !== null && expect(meaning(frame)).toEqual(wanted[i]));
  });

  it('gives back every time, number, state and bit of whatever batch', () => {
    const given = fc.sample(batches, { numRuns: 600, seed: 20_260_101 });
    encoded(given).forEach((frame, i) => {
      expect(frame).not.toBeNull();
      expect(meaning(frame!)).toEqual(onlyPresent(given[i]!));
    });
  });

  it('writes no byte beyond its capacity: it refuses, or the frame is the same', () => {
    const given = fc.sample(batches, { numRuns: 40, seed: 7 });
    const whole = encoded(given).map((frame) => frame!);
    const tight = given.map((batch, i) => ({ ...batch, capacity: whole[i]!.length }));
    expect(encoded(tight)).toEqual(whole);
    const short = given.map((batch, i) => ({ ...batch, capacity: Math.floor(whole[i]!.length * 0.9) }));
    expect(encoded(short).every((frame) => frame === null)).toBe(true);
  });

  it('is within a byte a reading of what a batch of slow sensors should take', () => {
    const wanted = meaning(readFileSync(join(VECTORS, 'sixty-by-five.bin')));
    const [frame] = encoded([wanted]);
    expect(frame!.length / (60 * 5)).toBeLessThan(1.1);
  });
});
