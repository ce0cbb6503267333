import fc from 'fast-check';
import {
  COLUMN_KINDS,
  columnValues,
  DecodedFrame,
  decodeFrame,
  encodeFrame,
  MAX_BOOT_ID,
  MAX_MANTISSA,
  MAX_SEQUENCE,
  MAX_SIGNAL_ID,
  MAX_TIME_MS,
  readFrameHeader,
  type ColumnInput,
  type FrameInput,
} from './index';

/** Runs of a property; more by hand with FETTLE_PROPERTY_RUNS. */
const RUNS = 300;

const shapes = {
  constant: (n: number) => fc.integer().map((value) => new Array<number>(n).fill(value)),
  small: (n: number) => fc.array(fc.integer({ min: -20, max: 20 }), { minLength: n, maxLength: n }),
  any32: (n: number) => fc.array(fc.integer(), { minLength: n, maxLength: n }),
  wide: (n: number) => fc.array(fc.maxSafeInteger(), { minLength: n, maxLength: n }),
  sparse: (n: number) =>
    fc.array(fc.oneof({ weight: 9, arbitrary: fc.constant(7) }, { weight: 1, arbitrary: fc.integer() }), {
      minLength: n,
      maxLength: n,
    }),
  grid: (n: number) =>
    fc
      .tuple(fc.integer({ min: 2, max: 90_000 }), fc.integer({ min: -1_000, max: 1_000 }))
      .chain(([step, offset]) =>
        fc
          .array(fc.integer({ min: -50_000, max: 50_000 }), { minLength: n, maxLength: n })
          .map((grid) => grid.map((x) => x * step + offset)),
      ),
  walk: (n: number) =>
    fc.array(fc.integer({ min: -300, max: 300 }), { minLength: n, maxLength: n }).map((steps) => {
      let at = 50_000;
      return steps.map((step) => (at += step));
    }),
  few: (n: number) =>
    fc
      .array(fc.maxSafeInteger(), { minLength: 1, maxLength: 40 })
      .chain((values) => fc.array(fc.constantFrom(...values), { minLength: n, maxLength: n })),
};

const integers = (n: number): fc.Arbitrary<number[]> =>
  fc.oneof(...Object.values(shapes).map((shape) => shape(n)));

const doubles = (n: number): fc.Arbitrary<number[]> =>
  fc.oneof(
    fc.array(fc.double({ noNaN: true }), { minLength: n, maxLength: n }),
    fc.array(fc.float({ noNaN: true }), { minLength: n, maxLength: n }),
    shapes.walk(n).map((xs) => xs.map((x) => x / 1000)),
    shapes.walk(n).map((xs) => xs.map((x) => x * 0.1 + 0.2)),
    shapes.walk(n).map((xs) => xs.map((x) => x / 20479)),
  );

const states = (n: number): fc.Arbitrary<number[] | null> =>
  fc.oneof(
    { weight: 3, arbitrary: fc.constant(null) },
    { weight: 1, arbitrary: fc.array(fc.constantFrom(0, 1, 2), { minLength: n, maxLength: n }) },
    { weight: 1, arbitrary: fc.constant(new Array<number>(n).fill(1)) },
  );

const column = (signalId: number, n: number): fc.Arbitrary<ColumnInput> =>
  fc.constantFrom(...COLUMN_KINDS).chain((kind) => {
    const numbers: fc.Arbitrary<number[]> = {
      scaled: integers(n),
      label: fc.array(fc.integer({ min: 0, max: 65_535 }), { minLength: n, maxLength: n }),
      probability: fc.array(fc.integer({ min: 0, max: 256 }), { minLength: n, maxLength: n }),
      float64: doubles(n),
    }[kind];
    const exponent = {
      scaled: fc.integer({ min: -22, max: 12 }),
      label: fc.constant(0),
      probability: fc.constantFrom(8, 10, -3),
      float64: fc.constant(0),
    }[kind];
    return fc.record({
      signalId: fc.constant(signalId),
      kind: fc.constant(kind),
      exponent,
      mantissas: numbers,
      states: states(n),
    });
  });

const timesOf = (n: number): fc.Arbitrary<number[]> =>
  fc.oneof(
    fc
      .tuple(fc.integer({ min: 0, max: 2 ** 31 - 1 }), fc.integer({ min: 0, max: 1_000_000 }))
      .map(([base, cadence]) => Array.from({ length: n }, (_, i) => base * 1000 + i * cadence)),
    shapes.walk(n).map((xs) => xs.map((x, i) => 1.7e12 + i * 60_000 + x)),
    fc.array(fc.integer({ min: -MAX_TIME_MS, max: MAX_TIME_MS }), { minLength: n, maxLength: n }),
  );

const frames: fc.Arbitrary<FrameInput> = fc
  .tuple(
    fc.integer({ min: 1, max: 40 }),
    fc.uniqueArray(fc.integer({ min: 1, max: MAX_SIGNAL_ID }), { minLength: 1, maxLength: 6 }),
  )
  .chain(([n, ids]) =>
    fc.record({
      bootId: fc.integer({ min: 0, max: MAX_BOOT_ID }),
      sequence: fc.integer({ min: 0, max: MAX_SEQUENCE }),
      contentIdentity: fc.boolean(),
      times: timesOf(n),
      columns: fc.tuple(...ids.map((id) => column(id, n))),
    }),
  );

/** What must come back: states filled in, numbers only where present. */
function meaning(frame: FrameInput): unknown {
  return {
    bootId: frame.bootId,
    sequence: frame.sequence,
    contentIdentity: frame.contentIdentity ?? false,
    times: Array.from(frame.times),
    columns: [...frame.columns]
      .sort((a, b) => a.signalId - b.signalId)
      .map(({ signalId, kind, exponent, mantissas, states: given }) => ({
        signalId,
        kind,
        exponent,
        samples: Array.from(mantissas, (value, i) =>
          (given?.[i] ?? 0) === 0
            ? value + (kind === 'float64' ? -0 : 0)
            : given![i] === 1
              ? 'missing'
              : 'nan',
        ),
      })),
  };
}

function meaningOfDecoded(frame: DecodedFrame): unknown {
  const { bootId, sequence, contentIdentity, times, columns } = frame;
  return meaning({ bootId, sequence, contentIdentity, times, columns });
}

describe('a frame', () => {
  it('gives back exactly what was put in, whatever that was', () => {
    const reused = new DecodedFrame();
    fc.assert(
      fc.property(frames, (frame) => {
        const result = decodeFrame(encodeFrame(frame), reused);
        expect(result.ok ? meaningOfDecoded(result.frame) : result.reason).toEqual(meaning(frame));
      }),
      { numRuns: RUNS },
    );
  });

  it('has a header that says the same without its columns', () => {
    fc.assert(
      fc.property(frames, (frame) => {
        const header = readFrameHeader(encodeFrame(frame));
        expect(header).toEqual({
          ok: true,
          frame: {
            bootId: frame.bootId,
            sequence: frame.sequence,
            contentIdentity: frame.contentIdentity,
            sampleCount: frame.times.length,
            signalIds: frame.columns.map((c) => c.signalId).sort((a, b) => a - b),
            baseTimeMs: frame.times[0],
            minTimeMs: Math.min(...Array.from(frame.times)),
            maxTimeMs: Math.max(...Array.from(frame.times)),
          },
        });
      }),
      { numRuns: RUNS },
    );
  });

  it('values are the doubles nearest to mantissa x 10^exponent', () => {
    const mantissas = [1, 3, -7, 123456789, MAX_MANTISSA];
    for (const exponent of [-22, -9, -3, -1, 0, 1, 12]) {
      const frame = {
        bootId: 1,
        sequence: 1,
        times: [0, 1, 2, 3, 4],
        columns: [{ signalId: 1, kind: 'scaled' as const, exponent, mantissas }],
      };
      const result = decodeFrame(encodeFrame(frame));
      if (!result.ok) throw new Error(result.reason);
      const limit = exponent > 3 || exponent < -9 ? 4 : 5;
      expect(Array.from(columnValues(result.frame.columns[0]!)).slice(0, limit)).toEqual(
        mantissas.slice(0, limit).map((m) => Number(`${m}e${exponent}`)),
      );
    }
  });
});
