import type { ColumnInput } from '@fettle/frame';

/** What every codec is given: the same times, the same numbers at the same resolution. */
export interface Batch {
  /** Epoch ms, one a sample. */
  readonly times: readonly number[];
  readonly columns: readonly BatchColumn[];
}

/** One signal of a batch. */
export interface BatchColumn {
  /** As it goes into a frame. */
  readonly input: ColumnInput;
  /** The same as real values, null where missing. */
  readonly values: readonly (number | null)[];
  /** The numbers a text or binary rival carries: integers at the column's resolution, or the doubles; null where missing. */
  readonly numbers: readonly (number | null)[];
}

/** A batch of a column's values; the numbers of rivals follow from what the frame carries. */
export function batchColumn(input: ColumnInput, values: readonly (number | null)[]): BatchColumn {
  const numbers = Array.from(input.mantissas, (mantissa, i) => (values[i] === null ? null : mantissa));
  return { input, values, numbers };
}

/** Readings in a batch: numbers that are there. */
export function readingsOf(batch: Batch): number {
  return batch.columns.reduce((sum, { values }) => sum + values.filter((value) => value !== null).length, 0);
}
