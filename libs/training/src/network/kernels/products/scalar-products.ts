import type { Product } from './product';

/**
 * Adds the product to `c`, one sum after the other in plain numbers: what small products take, and engines without vectors.
 * Two rows by four columns at once: eight sums and six factors are what 16 registers hold (four by four spills, and measured
 * no faster).
 */
export function addScalarProduct(product: Product, a: Float32Array, b: Float32Array, c: Float32Array): void {
  const { rows, columns, depth, aRow, aStep, bColumn, bStep, cRow } = product;
  const b2 = 2 * bColumn;
  const b3 = 3 * bColumn;
  const whole = columns - (columns & 3);
  let i = 0;
  for (; i + 2 <= rows; i += 2) {
    const a0 = product.aStart + i * aRow;
    const c0 = product.cStart + i * cRow;
    for (let j = 0; j < whole; j += 4) {
      let s00 = 0;
      let s01 = 0;
      let s02 = 0;
      let s03 = 0;
      let s10 = 0;
      let s11 = 0;
      let s12 = 0;
      let s13 = 0;
      let pa = a0;
      let pb = product.bStart + j * bColumn;
      for (let p = 0; p < depth; p++) {
        const x0 = a[pa]!;
        const x1 = a[pa + aRow]!;
        const y0 = b[pb]!;
        const y1 = b[pb + bColumn]!;
        const y2 = b[pb + b2]!;
        const y3 = b[pb + b3]!;
        s00 += x0 * y0;
        s01 += x0 * y1;
        s02 += x0 * y2;
        s03 += x0 * y3;
        s10 += x1 * y0;
        s11 += x1 * y1;
        s12 += x1 * y2;
        s13 += x1 * y3;
        pa += aStep;
        pb += bStep;
      }
      const at = c0 + j;
      c[at]! += s00;
      c[at + 1]! += s01;
      c[at + 2]! += s02;
      c[at + 3]! += s03;
      c[at + cRow]! += s10;
      c[at + cRow + 1]! += s11;
      c[at + cRow + 2]! += s12;
      c[at + cRow + 3]! += s13;
    }
  }
  if (i > 0 && whole < columns) addEdge(product, a, b, c, { fromRow: 0, toRow: i, fromColumn: whole });
  if (i < rows) addEdge(product, a, b, c, { fromRow: i, toRow: rows, fromColumn: 0 });
}

/** The last columns and rows, one sum at a time. */
function addEdge(
  product: Product,
  a: Float32Array,
  b: Float32Array,
  c: Float32Array,
  edge: { readonly fromRow: number; readonly toRow: number; readonly fromColumn: number },
): void {
  const { columns, depth, aStep, bStep } = product;
  for (let i = edge.fromRow; i < edge.toRow; i++) {
    for (let j = edge.fromColumn; j < columns; j++) {
      let sum = 0;
      let pa = product.aStart + i * product.aRow;
      let pb = product.bStart + j * product.bColumn;
      for (let p = 0; p < depth; p++) {
        sum += a[pa]! * b[pb]!;
        pa += aStep;
        pb += bStep;
      }
      c[product.cStart + i * product.cRow + j]! += sum;
    }
  }
}
