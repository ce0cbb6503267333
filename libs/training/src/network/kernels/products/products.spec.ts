import { seededRandom } from '@fettle/kernel';
import { type Product, timesPlain, timesTransposed, transposedTimes } from './product';
import { addScalarProduct } from './scalar-products';
import { vectorProducts } from './vector-products';

const random = seededRandom(3);

/** Numbers of very different size, so that another order of additions would show. */
function values(count: number): Float32Array {
  return Float32Array.from({ length: count }, () => random.normal() * 2 ** (random.below(24) - 12));
}

function bytes(values: Float32Array): Buffer {
  return Buffer.from(values.buffer);
}

function bothWays(product: Product, aLength: number, bLength: number, cLength: number) {
  const [a, b, c] = [values(aLength), values(bLength), values(cLength)];
  const scalar = c.slice();
  addScalarProduct(product, a, b, scalar);
  vectorProducts()!.add(product, a, b, c);
  return { scalar, vector: c };
}

/** Edges of tiles and of blocks, and more depth than is laid out at once. */
const SIZES = [
  [1, 1, 1],
  [4, 4, 4],
  [3, 5, 7],
  [33, 10, 64],
  [66, 259, 3],
  [6, 9, 1030],
  [130, 513, 17],
] as const;

describe('products by vectors', () => {
  it.each(SIZES)(
    'have the bits of those by plain numbers: %d rows, %d columns, depth %d',
    (rows, columns, depth) => {
      for (const kind of [timesTransposed, timesPlain, transposedTimes]) {
        const product = kind(rows, columns, depth);
        const { scalar, vector } = bothWays(product, rows * depth, columns * depth, rows * columns);
        expect(bytes(vector).equals(bytes(scalar))).toBe(true);
      }
    },
  );

  it('have them for rows that overlap, and leave alone what lies between rows of the result', () => {
    const product = { ...timesTransposed(21, 6, 40), aStart: 5, aRow: 8, bStart: 3, cStart: 11, cRow: 9 };
    const { scalar, vector } = bothWays(product, 5 + 20 * 8 + 40, 3 + 6 * 40, 11 + 21 * 9);
    expect(bytes(vector).equals(bytes(scalar))).toBe(true);
  });

  it('keep what is not finite where it belongs', () => {
    const a = Float32Array.from({ length: 15 }, (_, i) => (i === 7 ? Infinity : 1));
    const c = new Float32Array(9);
    vectorProducts()!.add(timesTransposed(3, 3, 5), a, new Float32Array(15).fill(1), c);
    expect(c).toEqual(Float32Array.of(5, 5, 5, Infinity, Infinity, Infinity, 5, 5, 5));
  });
});
