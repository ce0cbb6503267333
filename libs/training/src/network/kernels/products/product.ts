/**
 * Which numbers of three row-major arrays a product is made of: c[i, j] += Σ over p of a[i, p] · b[p, j]. Each array has a
 * start and the distance between neighbours of either index, so that one routine does plain, transposed and windowed
 * products (rows of `a` may overlap).
 */
export interface Product {
  rows: number;
  columns: number;
  depth: number;
  aStart: number;
  /** Distance from a[i, p] to a[i + 1, p]. */
  aRow: number;
  /** Distance from a[i, p] to a[i, p + 1]. */
  aStep: number;
  bStart: number;
  /** Distance from b[p, j] to b[p, j + 1]. */
  bColumn: number;
  /** Distance from b[p, j] to b[p + 1, j]. */
  bStep: number;
  cStart: number;
  /** Distance from c[i, j] to c[i + 1, j]; columns are neighbours. */
  cRow: number;
}

/** a [rows, depth] times b [columns, depth] transposed: outputs of a layer from inputs and kernel. */
export function timesTransposed(rows: number, columns: number, depth: number): Product {
  return product({ rows, columns, depth }, [depth, 1], [depth, 1]);
}

/** a [rows, depth] times b [depth, columns]: gradients of inputs from gradients of outputs and kernel. */
export function timesPlain(rows: number, columns: number, depth: number): Product {
  return product({ rows, columns, depth }, [depth, 1], [1, columns]);
}

/** a [depth, rows] transposed times b [depth, columns]: gradients of the kernel, from those of outputs and the inputs. */
export function transposedTimes(rows: number, columns: number, depth: number): Product {
  return product({ rows, columns, depth }, [1, rows], [1, columns]);
}

function product(
  size: { rows: number; columns: number; depth: number },
  [aRow, aStep]: readonly [number, number],
  [bColumn, bStep]: readonly [number, number],
): Product {
  return { ...size, aStart: 0, aRow, aStep, bStart: 0, bColumn, bStep, cStart: 0, cRow: size.columns };
}
