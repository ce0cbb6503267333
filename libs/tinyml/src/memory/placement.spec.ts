import fc from 'fast-check';
import { Buffer } from './buffers';
import { lowerBound, placeBuffers } from './placement';

const buffers = fc.array(
  fc
    .record({ bytes: fc.integer({ min: 0, max: 64 }), from: fc.nat(12), steps: fc.nat(6) })
    .map(({ bytes, from, steps }): Buffer => ({ bytes, firstStep: from, lastStep: from + steps })),
  { maxLength: 24 },
);

const meet = (a: Buffer, b: Buffer): boolean => a.firstStep <= b.lastStep && b.firstStep <= a.lastStep;

describe('placement of buffers', () => {
  it('never lets two buffers that are needed in the same step overlap', () => {
    fc.assert(
      fc.property(buffers, (all) => {
        const { offsets } = placeBuffers(all);
        all.forEach((a, i) =>
          all.slice(0, i).forEach((b, j) => {
            const apart = offsets[i]! + a.bytes <= offsets[j]! || offsets[j]! + b.bytes <= offsets[i]!;
            expect(!meet(a, b) || apart || a.bytes === 0 || b.bytes === 0).toBe(true);
          }),
        );
      }),
    );
  });

  it('lets two buffers of a track overlap only where the output begins early enough', () => {
    const chain = fc.array(fc.record({ bytes: fc.integer({ min: 1, max: 64 }), shift: fc.nat(80) }), {
      minLength: 2,
      maxLength: 10,
    });
    fc.assert(
      fc.property(chain, buffers, (links, others) => {
        const all = [...links.map(({ bytes }, i) => ({ bytes, firstStep: i - 1, lastStep: i })), ...others];
        const tracks = links.slice(1).map(({ shift }, i) => ({ input: i, output: i + 1, shift, step: i }));
        const { offsets, bytes } = placeBuffers(all, tracks);
        all.forEach((a, i) =>
          all.slice(0, i).forEach((b, j) => {
            const apart = offsets[i]! + a.bytes <= offsets[j]! || offsets[j]! + b.bytes <= offsets[i]!;
            const track = tracks.find(({ input, output }) => input === j && output === i);
            const follows = track !== undefined && offsets[i]! + track.shift <= offsets[j]!;
            expect(!meet(a, b) || apart || follows || a.bytes === 0 || b.bytes === 0).toBe(true);
          }),
        );
        expect(bytes).toBeGreaterThanOrEqual(lowerBound(all, tracks));
        expect(bytes).toBeLessThanOrEqual(placeBuffers(all).bytes);
      }),
    );
  });

  it('lets a chain of equal buffers follow each other through little more than one', () => {
    const all: Buffer[] = Array.from({ length: 9 }, (_, i) => ({ bytes: 80, firstStep: i - 1, lastStep: i }));
    const tracks = all.slice(1).map((_, i) => ({ input: i, output: i + 1, shift: 4, step: i }));
    expect(placeBuffers(all, tracks).bytes).toBe(80 + 8 * 4);
    expect(placeBuffers(all).bytes).toBe(160);
  });

  it('lies between the bytes live at once and the bytes of all, and spans what it says', () => {
    fc.assert(
      fc.property(buffers, (all) => {
        const { offsets, bytes } = placeBuffers(all);
        const steps = Array.from({ length: 20 }, (_, step) =>
          all
            .filter(({ firstStep, lastStep }) => firstStep <= step && step <= lastStep)
            .reduce((sum, buffer) => sum + buffer.bytes, 0),
        );
        expect(lowerBound(all)).toBe(Math.max(...steps));
        expect(bytes).toBeGreaterThanOrEqual(lowerBound(all));
        expect(bytes).toBeLessThanOrEqual(all.reduce((sum, buffer) => sum + buffer.bytes, 0));
        expect(bytes).toBe(Math.max(0, ...all.map((buffer, i) => offsets[i]! + buffer.bytes)));
      }),
    );
  });

  it('is optimal for a chain, whatever the sizes', () => {
    fc.assert(
      fc.property(fc.array(fc.integer({ min: 1, max: 999 }), { minLength: 2, maxLength: 12 }), (sizes) => {
        const chain: Buffer[] = sizes.map((bytes, i) => ({ bytes, firstStep: i - 1, lastStep: i }));
        expect(placeBuffers(chain).bytes).toBe(lowerBound(chain));
      }),
    );
  });

  it('puts the same buffers in the same places', () => {
    fc.assert(fc.property(buffers, (all) => expect(placeBuffers(all)).toEqual(placeBuffers([...all]))));
  });

  it('puts a small buffer into the gap it fits best, instead of on top', () => {
    const all = [
      { bytes: 50, firstStep: 0, lastStep: 2 },
      { bytes: 40, firstStep: 0, lastStep: 0 },
      { bytes: 30, firstStep: 0, lastStep: 1 },
      { bytes: 20, firstStep: 1, lastStep: 2 },
    ];
    expect(placeBuffers(all)).toEqual({ offsets: [0, 50, 90, 50], bytes: 120 });
  });
});
