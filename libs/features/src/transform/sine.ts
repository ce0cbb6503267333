const tables = new Map<number, Int16Array>();

/**
 * `32767 * sin(2 pi i / period)` for i up to three quarters of the period, so that the cosine is the same table a quarter
 * later. The one table of an extractor: twiddles of all its transforms and its Hann windows. The period is a multiple of 4.
 */
export function sineTable(period: number): Int16Array {
  let table = tables.get(period);
  if (table === undefined) {
    table = Int16Array.from({ length: (period / 4) * 3 + 1 }, (_, i) =>
      Math.round(32767 * Math.sin((2 * Math.PI * i) / period)),
    );
    tables.set(period, table);
  }
  return table;
}

/** Hann's window in Q15 (0..32767) over the table's period, for the first half and its middle; the rest mirrors it. */
export function hannAt(sine: Int16Array, index: number): number {
  return (32767 - sine[index + (sine.length - 1) / 3]!) >> 1;
}
