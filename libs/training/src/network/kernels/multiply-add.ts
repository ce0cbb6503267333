import type { Product } from './products/product';
import { addScalarProduct } from './products/scalar-products';
import { vectorProducts } from './products/vector-products';

export { type Product, timesPlain, timesTransposed, transposedTimes } from './products/product';

/** Multiplications below which laying numbers out for vectors costs more than it saves (measured). */
const WORTH_VECTORS = 2048;

/**
 * Adds the product to `c`. Each sum is taken in double, in the order of depth, and rounded once when it is stored: the same
 * bits whatever the tiles, with vectors and without.
 */
export function multiplyAdd(product: Product, a: Float32Array, b: Float32Array, c: Float32Array): void {
  const { rows, columns, depth } = product;
  const vectors =
    rows >= 3 && columns >= 3 && rows * columns * depth >= WORTH_VECTORS ? vectorProducts() : undefined;
  if (vectors === undefined) addScalarProduct(product, a, b, c);
  else vectors.add(product, a, b, c);
}
