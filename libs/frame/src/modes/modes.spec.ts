import { seededRandom } from '@fettle/kernel';
import { BitReader } from '../bits/bit-reader';
import { BitWriter } from '../bits/bit-writer';
import { NumberArena } from '../number-arena';
import { PREDICTORS } from '../predictors/predictors.registry';
import { IntegerListReader, planIntegers } from './integer-list';
import { MODES } from './modes.registry';

const random = seededRandom(11);
const list = (count: number, of: (i: number) => number): number[] =>
  Array.from({ length: count }, (_, i) => of(i));
const noise = (deviation: number): number => Math.round(random.normal() * deviation) + 0;
const conditions = list(60, () => random.below(4));

/** For each mode integers that it suits better than any other. */
const SUITS: Readonly<Record<string, number[]>> = {
  constant: list(60, () => -17),
  packed: list(60, () => random.below(1_024)),
  rice: list(60, () => 5_000 + noise(100)),
  runs: list(60, (i) => (i < 37 ? 5 : 1_000)),
  stride: list(60, () => 805 * (700 + noise(9)) + 3),
  dictionary: list(60, () => [-900_000, 17, 54_321, 1_234_567][random.below(4)]!),
  keyed: conditions.map((c) => [100_000, -50_000, 7_000, 900_000][c]! + noise(3)),
  split: [2 ** 53 - 1, -(2 ** 53) + 1, 12_345, 2 ** 52 + 2, 77],
};

const references = [{ index: 0, numbers: Float64Array.from(conditions) }];

function code(numbers: number[]): { mode: string; bits: number; written: number; back: number[] } {
  const input = Float64Array.from(numbers);
  const bytes = new Uint8Array(4_096);
  const writer = new BitWriter(bytes);
  const plan = planIntegers(input, new NumberArena(), references);
  plan.write(writer);
  const reader = new BitReader();
  writer.align();
  reader.load(bytes, writer.length);
  const mode = MODES[reader.bits(4)]!.name;
  reader.position = 0;
  const back = new Float64Array(numbers.length);
  new IntegerListReader(reader, (index) => references[index]?.numbers ?? null).read(back, back.length);
  expect(reader.reason).toBeNull();
  return { mode, bits: plan.bits, written: reader.position, back: Array.from(back) };
}

describe('modes', () => {
  it('the registry is in the order of the codes', () => {
    expect(MODES.map((mode) => mode.code)).toEqual(MODES.map((_, i) => i));
    expect(PREDICTORS.map((predictor) => predictor.code)).toEqual(PREDICTORS.map((_, i) => i));
  });

  it('every mode is in this suite', () => {
    expect(Object.keys(SUITS)).toEqual(MODES.map((mode) => mode.name));
  });

  it.each(Object.entries(SUITS))(
    '%s is chosen for what it suits, costs what it said, and gives the same back',
    (name, numbers) => {
      const { mode, bits, written, back } = code(numbers);
      expect(mode).toBe(name);
      expect(written).toBe(bits);
      expect(back).toEqual(numbers);
    },
  );
});

describe('predictors', () => {
  it.each(PREDICTORS.map((predictor) => [predictor.name, predictor] as const))(
    '%s restores what it subtracted from',
    (_name, predictor) => {
      for (const bound of [10, 2 ** 31, 2 ** 50]) {
        const numbers = Float64Array.from(
          { length: 100 },
          () => Math.floor((random.next() * 2 - 1) * bound) + 0,
        );
        const residuals = new Float64Array(100);
        const seed = predictor.seed(numbers, new Float64Array(100));
        predictor.subtract(numbers, seed, residuals);
        predictor.restore(residuals, 100, seed);
        expect(residuals).toEqual(numbers);
      }
    },
  );
});
