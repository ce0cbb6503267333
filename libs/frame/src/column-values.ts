import { SAMPLE_STATE, type DecodedColumn } from './frame.types';

/**
 * A column's real values, one a sample, into `out` (at least as long) or fresh memory; NaN for missing and for NaN
 * alike, {@link DecodedColumn.states} tells which. Correctly rounded: 1 at exponent -1 is the double nearest to 0.1.
 */
export function columnValues(column: DecodedColumn, out?: Float64Array): Float64Array {
  const { mantissas, exponent, kind } = column;
  const values = out ?? new Float64Array(mantissas.length);
  if (kind === 'float64' || kind === 'label' || exponent === 0) {
    values.set(mantissas);
  } else if (kind === 'probability' && exponent > 0) {
    const scale = 2 ** exponent;
    for (let i = 0; i < mantissas.length; i++) values[i] = mantissas[i]! / scale;
  } else if (exponent < 0) {
    const scale = 10 ** -exponent;
    for (let i = 0; i < mantissas.length; i++) values[i] = mantissas[i]! / scale;
  } else {
    const scale = 10 ** exponent;
    for (let i = 0; i < mantissas.length; i++) values[i] = mantissas[i]! * scale;
  }
  return values;
}

/** True when the device had no value for this sample; false for NaN, which is a value. */
export function isMissing(column: DecodedColumn, sample: number): boolean {
  return column.states !== null && column.states[sample] === SAMPLE_STATE.MISSING;
}
