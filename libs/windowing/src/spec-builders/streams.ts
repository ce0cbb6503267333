import fc from 'fast-check';
import { decimalValue } from '../decimal';
import type { Reading } from '../compute-windows';
import type { ReadingBatch, ReadingColumn } from '../readings';

/** A frame as a test writes it: samples with a mantissa for each signal, null where missing. */
export interface TestFrame {
  readonly times: readonly number[];
  readonly columns: readonly TestColumn[];
}

export interface TestColumn {
  readonly signalId: number;
  readonly kind?: ReadingColumn['kind'];
  readonly exponent: number;
  readonly mantissas: readonly (number | null)[];
}

export function toBatch({ times, columns }: TestFrame): ReadingBatch {
  return { samples: times.length, times: Float64Array.from(times), columns: columns.map(toColumn) };
}

function toColumn({ signalId, kind, exponent, mantissas }: TestColumn): ReadingColumn {
  const numbers = Float64Array.from(mantissas, (mantissa) => mantissa ?? Number.NaN);
  return { signalId, kind: kind ?? 'scaled', exponent, mantissas: numbers };
}

/** What the frame says, by the words of its format. */
export function readingsOf(frame: TestFrame): Reading[] {
  return frame.columns.flatMap(({ signalId, kind, exponent, mantissas }) => {
    const binary = kind === 'probability' && exponent > 0;
    const valueOf = (m: number): number => (binary ? m / 2 ** exponent : decimalValue(m, exponent));
    return mantissas.flatMap((mantissa, i) =>
      mantissa === null ? [] : [{ signalId, atMs: frame.times[i]!, value: valueOf(mantissa) }],
    );
  });
}

export const START_MS = Date.UTC(2024, 1, 28, 23, 40);

const small = fc.oneof(
  { weight: 6, arbitrary: fc.integer({ min: -300, max: 300 }) },
  { weight: 3, arbitrary: fc.integer({ min: -3_000_000, max: 3_000_000 }) },
  { weight: 1, arbitrary: fc.integer({ min: -(10 ** 15), max: 10 ** 15 }) },
);
const anyDouble = fc.oneof(
  fc.double({ noNaN: true, noDefaultInfinity: true, min: -1e6, max: 1e6 }),
  fc.constantFrom(0.1, 1e-9, 3.5e20, 21.366666666666667, 40),
);

const scale: fc.Arbitrary<Omit<TestColumn, 'signalId' | 'mantissas'> & { of: fc.Arbitrary<number> }> =
  fc.oneof(
    { weight: 8, arbitrary: fc.constantFrom(-2, -2, -3, 0, 1).map((exponent) => ({ exponent, of: small })) },
    { weight: 1, arbitrary: fc.constant({ kind: 'float64' as const, exponent: 0, of: anyDouble }) },
    {
      weight: 1,
      arbitrary: fc
        .constantFrom(-3, 8, 12, 20)
        .map((exponent) => ({ kind: 'probability' as const, exponent, of: fc.nat(256) })),
    },
  );

/** Frames whose first samples lie within `spreadMs` of a start; a signal may come on several scales. */
export function frames(options: { maxFrames: number; spreadMs: number }): fc.Arbitrary<TestFrame[]> {
  const column = (samples: number): fc.Arbitrary<TestColumn> =>
    fc
      .tuple(fc.constantFrom(1, 7, 7, 1030), scale)
      .chain(([signalId, { of, ...rest }]) =>
        fc
          .array(fc.option(of, { freq: 8 }), { minLength: samples, maxLength: samples })
          .map((mantissas) => ({ signalId, ...rest, mantissas })),
      );
  const frame = fc
    .record({
      first: fc.integer({ min: 0, max: options.spreadMs }),
      gaps: fc.array(fc.constantFrom(0, 250, 1_000, 7_000, 61_000), { minLength: 1, maxLength: 20 }),
    })
    .chain(({ first, gaps }) => {
      let at = START_MS + first;
      const times = gaps.map((gap) => (at += gap));
      return fc
        .uniqueArray(column(times.length), {
          minLength: 1,
          maxLength: 3,
          selector: ({ signalId }) => signalId,
        })
        .map((columns): TestFrame => ({ times, columns }));
    });
  return fc.array(frame, { minLength: 1, maxLength: options.maxFrames });
}
