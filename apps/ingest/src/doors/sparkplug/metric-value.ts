import type { Metric } from './payload';

/** Sparkplug B data types that a reading can have (Eclipse Sparkplug 3.0.0, 6.4.16), by their number. */
export const DATA_TYPE = {
  INT8: 1,
  INT16: 2,
  INT32: 3,
  INT64: 4,
  UINT8: 5,
  UINT16: 6,
  UINT32: 7,
  UINT64: 8,
  FLOAT: 9,
  DOUBLE: 10,
  BOOLEAN: 11,
} as const;

/**
 * A metric's value as a number, by its data type; NaN for a null value; null when it is not a number at all.
 * A float becomes the shortest decimal that is the same float, as its sender would print it. Integers beyond 2^53 lose
 * their last digits.
 */
export function metricValue(metric: Metric, dataType: number): number | null {
  if (metric.isNull) return Number.NaN;
  const { value } = metric;
  if (value === null) return null;
  if (typeof value !== 'number') return longValue(value, dataType);
  switch (dataType) {
    case DATA_TYPE.INT8:
      return (value << 24) >> 24;
    case DATA_TYPE.INT16:
      return (value << 16) >> 16;
    case DATA_TYPE.INT32:
      return value | 0;
    case DATA_TYPE.FLOAT:
      return shortestFloat(value);
    default:
      return value;
  }
}

function longValue({ low, high }: { readonly low: number; readonly high: number }, dataType: number): number {
  return (dataType === DATA_TYPE.INT64 ? high | 0 : high) * 2 ** 32 + low;
}

/** 0.1 as a 32-bit float is 0.10000000149011612 as a double; nine digits always tell a float from its neighbours. */
function shortestFloat(value: number): number {
  if (!Number.isFinite(value) || Number.isInteger(value)) return value;
  for (let digits = 6; digits < 9; digits++) {
    const candidate = Number(value.toPrecision(digits));
    if (Math.fround(candidate) === value) return candidate;
  }
  return Number(value.toPrecision(9));
}
