import { LOG2_Q } from '../arithmetic/log2';

/** What one step of a sample is: `real = (stored * 2^shift + offset) * scale`. */
export interface SampleScale {
  readonly scale: number;
  readonly offset: number;
  readonly shift: number;
  /** Width of a bin of the window's spectrum. */
  readonly binHz: number;
}

interface UnitRow {
  /** In DESIGN.md and in lists for people. */
  readonly text: string;
  toReal(value: number, scale: SampleScale): number;
}

const step = ({ scale, shift }: SampleScale): number => scale * 2 ** shift;

/** What a feature's integers mean once their fractional bits are taken off. One row a unit. */
export const UNITS = {
  level: { text: "the signal's unit", toReal: (v, s) => v * step(s) + s.offset * s.scale },
  amplitude: { text: "the signal's unit, about its mean", toReal: (v, s) => v * step(s) },
  power: { text: "the signal's unit squared", toReal: (v, s) => v * step(s) ** 2 },
  ratio: { text: 'ratio', toReal: (v) => v },
  signedRatio: { text: 'ratio, either sign', toReal: (v) => v },
  count: { text: 'count', toReal: (v) => v },
  bin: { text: 'Hz', toReal: (v, { binHz }) => v * binHz },
  logAmplitude: { text: "log2 of the signal's unit", toReal: (v, s) => v + Math.log2(step(s)) },
  logPower: { text: "log2 of the signal's unit squared", toReal: (v, s) => v + 2 * Math.log2(step(s)) },
  logRatio: { text: 'log2 of a ratio', toReal: (v) => v },
} as const satisfies Record<string, UnitRow>;

export type Unit = keyof typeof UNITS;

/** The unit of a quantity's logarithm, where it has one. */
export const LOG_UNITS: Partial<Record<Unit, Unit>> = {
  amplitude: 'logAmplitude',
  power: 'logPower',
  ratio: 'logRatio',
};

/** How an output's integer is read: `value / 2^q` in a unit. */
export interface Format {
  readonly q: number;
  readonly unit: Unit;
}

/** The format of everything logarithmic. */
export function logFormat(unit: Unit): Format {
  return { q: LOG2_Q, unit };
}
