import type { ReadingColumn } from './readings';

/** Numbers on one scale, ready to be summed. */
export interface ScaledColumn {
  readonly signalId: number;
  /** Value = mantissa × 10^exponent; 0 where `plain`. */
  readonly exponent: number;
  /** True where mantissas are any doubles rather than whole numbers: exact sums of those are slower. */
  readonly plain: boolean;
  /** NaN where there is no number. Valid until the next call. */
  readonly mantissas: Float64Array;
}

/** Largest binary exponent for which a probability is a whole number of decimal units within 2^53: (m / 2^e) = (m × 5^e) / 10^e. */
const MAX_BINARY_EXPONENT = 12;

let scratch = new Float64Array(4_096);

/** A column on a decimal scale: the same values exactly. */
export function toScaled(column: ReadingColumn, samples: number): ScaledColumn {
  const { signalId, kind, exponent, mantissas } = column;
  const plain = kind === 'float64';
  if (plain || kind !== 'probability' || exponent <= 0) return { signalId, exponent, plain, mantissas };
  const decimal = exponent <= MAX_BINARY_EXPONENT;
  const factor = decimal ? 5 ** exponent : 2 ** -exponent;
  if (scratch.length < samples) scratch = new Float64Array(samples);
  for (let i = 0; i < samples; i++) scratch[i] = mantissas[i]! * factor;
  return { signalId, exponent: decimal ? -exponent : 0, plain: !decimal, mantissas: scratch };
}
