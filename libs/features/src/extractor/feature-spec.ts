import { badSpec } from '../errors';
import { Standardisation } from '../standardising/standardisation';
import { SpectrumBits } from '../transform/width';

/** A feature asked for: its kind's name and what the kind takes as parameters. */
export interface FeatureRequest {
  readonly name: string;
  readonly params?: Readonly<Record<string, unknown>>;
}

/** Samples of 32 bits, as slow sensors give them: `(sample - offset) / 2^shift`, halves up, within int16, is the window. */
export interface WideInput {
  readonly type: 'int32';
  readonly offset: number;
  /** 0 to 16. */
  readonly shift: number;
}

/** What is computed from a window of samples. Plain JSON: it travels with a model, and decides every bit of its input. */
export interface FeatureSpec {
  readonly sampleRateHz: number;
  /** 2 to 8,192; with spectral features a power of two, 64 to 4,096. */
  readonly samplesPerWindow: number;
  /** The signal's unit a step. */
  readonly scale: number;
  /** Without it, samples are int16 and are the window. */
  readonly input?: WideInput;
  /** Memory against noise; 16 unless given. See `WIDTHS`. */
  readonly spectrumBits?: SpectrumBits;
  readonly features: readonly FeatureRequest[];
  /** How values become a model's int8 input; without it there is no int8 output. */
  readonly standardise?: Standardisation;
}

const LIMITS = { features: 64, values: 1024, samples: 8192 } as const;

const within = (value: unknown, min: number, max: number): boolean =>
  typeof value === 'number' && value >= min && value <= max;

/** Whatever it is given (it may come from a file): the same if its numbers are in bounds, else `FEATURES.BAD_SPEC` by place. */
export function checkSpec(spec: FeatureSpec): void {
  if (typeof spec !== 'object' || spec === null) throw badSpec('spec', 'an object');
  const { sampleRateHz, samplesPerWindow, scale, input, spectrumBits = 16, features } = spec;
  const whole = (value: number, min: number, max: number): boolean =>
    Number.isInteger(value) && within(value, min, max);
  const rules: readonly (readonly [string, boolean, string])[] = [
    ['sampleRateHz', within(sampleRateHz, 1e-9, 1e9), 'a number above 0'],
    ['samplesPerWindow', whole(samplesPerWindow, 2, LIMITS.samples), `2 to ${LIMITS.samples}`],
    ['scale', within(scale, 1e-30, 1e30), 'a number above 0'],
    ['spectrumBits', spectrumBits === 16 || spectrumBits === 32, '16 or 32'],
    [
      'features',
      Array.isArray(features) && within(features.length, 1, LIMITS.features),
      `1 to ${LIMITS.features} features`,
    ],
  ];
  const wide: typeof rules = input
    ? [
        ['input.type', input.type === 'int32', 'int32'],
        ['input.offset', whole(input.offset, -2147483648, 2147483647), 'a whole number of 32 bits'],
        ['input.shift', whole(input.shift, 0, 16), '0 to 16'],
      ]
    : [];
  const broken = [...rules, ...wide].find(([, holds]) => !holds);
  if (broken) throw badSpec(broken[0], broken[2]);
}

/** Refuses more values than an extractor may have. */
export function checkSize(size: number): void {
  if (size > LIMITS.values) throw badSpec('features', `${size} values; at most ${LIMITS.values}`);
}

/** Refuses windows that cannot be transformed. */
export function checkSpectral(count: number, name: string): void {
  const power = count >= 64 && count <= 4096 && (count & (count - 1)) === 0;
  if (!power) throw badSpec('samplesPerWindow', `${name} takes a power of two, 64 to 4,096; not ${count}`);
}
