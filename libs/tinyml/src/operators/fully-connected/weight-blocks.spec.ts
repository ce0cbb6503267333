import fc from 'fast-check';
import { magnitudesOf, weightBlocks } from './weight-blocks';

/** Sums as the runtime header's `fettle_dot_4` makes them with pairs of 16 bits, from its description. */
function sumsByPairs(blocks: Int8Array, units: number, x: readonly number[]): number[] {
  const depth = x.length;
  const whole = depth - (depth % 4);
  const bytes = new DataView(blocks.buffer);
  return Array.from({ length: units }, (_, unit) => {
    const [block, u] = [Math.floor(unit / 4) * 4 * depth, unit % 4];
    let sum = 0;
    for (let i = 0; i < whole; i++) {
      const at = block + Math.floor(i / 4) * 16 + (i % 2) * 8 + (u >> 1) * 4 + ((i % 4) >> 1) * 2;
      const low = bytes.getInt8(at);
      sum += (u % 2 === 0 ? low : (bytes.getInt16(at, true) - low) / 256) * x[i]!;
    }
    for (let i = whole; i < depth; i++) sum += blocks[block + whole * 4 + (i - whole) * 4 + u]! * x[i]!;
    return sum;
  });
}

const layer = fc
  .record({ units: fc.integer({ min: 1, max: 9 }), depth: fc.integer({ min: 1, max: 19 }) })
  .chain(({ units, depth }) =>
    fc.record({
      units: fc.constant(units),
      weights: fc.array(fc.integer({ min: -127, max: 127 }), {
        minLength: units * depth,
        maxLength: units * depth,
      }),
      x: fc.array(fc.integer({ min: -128, max: 127 }), { minLength: depth, maxLength: depth }),
    }),
  );

describe('blocks of weights', () => {
  it('have the sums of the rows they are made of', () => {
    fc.assert(
      fc.property(layer, ({ units, weights, x }) => {
        const blocks = weightBlocks(new Int8Array(weights), units, x.length, 0)!;
        const expected = Array.from({ length: units }, (_, u) =>
          x.reduce((sum, value, i) => sum + value * weights[u * x.length + i]!, 0),
        );
        expect(sumsByPairs(blocks, units, x)).toEqual(expected);
      }),
    );
  });

  it('are as long as the rows, filled up to four units', () => {
    expect(weightBlocks(new Int8Array(5 * 7), 5, 7, 0)).toHaveLength(8 * 7);
  });

  it('do not exist where a pair passes 16 bits: -128 above a negative weight', () => {
    const pair = (low: number, high: number): Int8Array | undefined =>
      weightBlocks(new Int8Array([low, low, low, low, high, high, high, high]), 2, 4, 0);
    expect(pair(-1, -128)).toBeUndefined();
    expect(pair(0, -128)).toBeDefined();
    expect(pair(-128, -127)).toBeDefined();
  });

  it('do not exist where the sum of an odd unit could pass 24 bits', () => {
    const rows = (depth: number, unit: number): Int8Array =>
      new Int8Array(2 * depth).fill(127, unit * depth, (unit + 1) * depth);
    expect(weightBlocks(rows(260, 1), 2, 260, 128)).toBeUndefined();
    expect(weightBlocks(rows(256, 1), 2, 256, 128)).toBeDefined();
    expect(weightBlocks(rows(260, 0), 2, 260, 128)).toBeDefined();
  });

  it('know that weights of both signs cannot add up where inputs have one sign', () => {
    const mixed = Int8Array.from({ length: 2 * 500 }, (_, i) => (i % 2 === 0 ? 127 : -127));
    expect(weightBlocks(mixed, 2, 500, 128)).toBeDefined();
    expect(weightBlocks(mixed, 2, 500, 0)).toBeDefined();
    expect(
      weightBlocks(
        Int8Array.from({ length: 2 * 600 }, (_, i) => mixed[i % 2]!),
        2,
        600,
        0,
      ),
    ).toBeUndefined();
  });

  it('know the sizes of weights', () => {
    expect(magnitudesOf(new Int8Array([1, -2, 3, -128, 0, 5]), 2, 3)).toEqual([6, 133]);
  });
});
