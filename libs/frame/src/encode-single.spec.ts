import * as fc from 'fast-check';
import { encodeFrameGenerally } from './encode-frame';
import { decodeFrame, encodeFrame, type ColumnInput } from './index';

const column = (signalId: number): fc.Arbitrary<ColumnInput> =>
  fc.oneof(
    fc.record({
      signalId: fc.constant(signalId),
      kind: fc.constant('scaled' as const),
      exponent: fc.integer({ min: -22, max: 12 }),
      mantissas: fc.tuple(fc.oneof(fc.maxSafeInteger(), fc.integer(), fc.constantFrom(0, -0, Number.NaN))),
      states: fc.constantFrom(null, [0], [1], [2]),
    }),
    fc.record({
      signalId: fc.constant(signalId),
      kind: fc.constant('label' as const),
      exponent: fc.constant(0),
      mantissas: fc.tuple(fc.nat(65_535)),
    }),
    fc.record({
      signalId: fc.constant(signalId),
      kind: fc.constant('float64' as const),
      exponent: fc.constant(0),
      mantissas: fc.tuple(fc.double()),
    }),
  );

const frame = fc
  .uniqueArray(fc.integer({ min: 1, max: 3_000 }), { minLength: 1, maxLength: 64 })
  .chain((ids) =>
    fc.record({
      bootId: fc.nat(2 ** 31 - 1),
      sequence: fc.nat(2 ** 31 - 1),
      contentIdentity: fc.boolean(),
      times: fc.tuple(
        fc.oneof(
          fc.integer(),
          fc.nat(4_000_000).map((n) => n * 600_000),
        ),
      ),
      columns: fc.tuple(...ids.map(column)),
    }),
  );

describe('the short way for a single sample', () => {
  it('writes the bytes that the general way writes', () => {
    fc.assert(
      fc.property(frame, (input) => {
        const bytes = encodeFrame(input);
        expect(Buffer.from(bytes).equals(encodeFrameGenerally(input))).toBe(true);
        expect(decodeFrame(bytes).ok).toBe(true);
      }),
      { numRuns: 1_000 },
    );
  });

  it('leaves every fault to the general way, which names it', () => {
    const good = { bootId: 1, sequence: 1, times: [0] };
    const plain = { signalId: 1, kind: 'scaled', exponent: 0, mantissas: [1] } as const;
    const faults = [
      { ...good, columns: [] },
      { ...good, columns: [plain, plain] },
      { ...good, bootId: -1, columns: [plain] },
      { ...good, sequence: 2 ** 48, columns: [plain] },
      { ...good, times: [0.5], columns: [plain] },
      { ...good, columns: [{ ...plain, signalId: 0 }] },
      { ...good, columns: [{ ...plain, exponent: 99 }] },
      { ...good, columns: [{ ...plain, mantissas: [0.5] }] },
      { ...good, columns: [{ ...plain, mantissas: [] }] },
      { ...good, columns: [{ ...plain, states: [7] }] },
      { ...good, columns: [{ ...plain, kind: 'label', mantissas: [-1] } as const] },
    ];
    for (const fault of faults) {
      expect(() => encodeFrame(fault)).toThrow(expect.objectContaining({ code: 'FRAME.BAD_INPUT' }));
    }
  });
});
