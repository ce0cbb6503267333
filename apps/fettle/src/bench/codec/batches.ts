import { decimalColumn, quantizedColumn } from '@fettle/frame';
import { batchColumn, type Batch, type BatchColumn } from './batch';
import type { CodecColumn, CodecSeries } from './sources/series';

/**
 * Up to `most` batches of `samples` consecutive samples of a series, evenly spread over it; fewer when it is short.
 * Columns that are missing throughout a batch are not in it, since no codec would send them.
 */
export function batchesOf(series: CodecSeries, samples: number, most: number): Batch[] {
  const whole = Math.floor(series.times.length / samples);
  const count = Math.min(whole, most);
  return Array.from({ length: count }, (_, i) => {
    const from = Math.floor((i * whole) / count) * samples;
    return {
      times: series.times.slice(from, from + samples),
      columns: series.columns
        .map((column, index) => slice(column, index, from, from + samples))
        .filter((column) => column.values.some((value) => value !== null)),
    };
  }).filter((batch) => batch.columns.length > 0);
}

function slice(
  { values: all, registered }: CodecColumn,
  index: number,
  from: number,
  to: number,
): BatchColumn {
  const values = all.slice(from, to);
  if (registered === undefined) return batchColumn(decimalColumn(index + 1, values), values);
  const { signalId, exponent, kind } = registered;
  return batchColumn(quantizedColumn(signalId, exponent, values, kind), values);
}
