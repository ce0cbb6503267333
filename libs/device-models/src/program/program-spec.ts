import type { FeatureSpec, Standardisation } from '@fettle/features';
import type { ScoreSpec } from '../scores/registry';

/** A window of samples becomes features, and those the model's int8 input: the spec says how, `standardise` included. */
export interface WindowInput {
  readonly kind: 'window';
  readonly features: FeatureSpec;
}

/** A set of readings taken at one time, each as the integer that its signal has in a frame, is the input. */
export interface ReadingsInput {
  readonly kind: 'readings';
  /** In the model's order. */
  readonly signals: readonly string[];
  readonly standardise: Standardisation;
}

/** A feature that is reported beside the scores: `value * multiplier / 2^shift`, halves up, is the signal's integer. */
export interface FeatureReport {
  /** Name of one of the extractor's values. */
  readonly feature: string;
  /** What the number means to the asset; the device's place on it makes a signal of it. */
  readonly role: string;
  /** Up to 2^31 - 1. */
  readonly multiplier: number;
  /** 1 to 46. */
  readonly shift: number;
  /** Decimal exponent of the signal. */
  readonly exponent: number;
}

/** All that a device does with what it measures, beside the model itself; plain JSON, integers wherever bits matter. */
export interface DeviceProgramSpec {
  readonly input: WindowInput | ReadingsInput;
  /** At least one; the first is the one that alarms. */
  readonly scores: readonly [ScoreSpec, ...ScoreSpec[]];
  /** Only where the input is a window. */
  readonly reports: readonly FeatureReport[];
  /** Of the first score's integer, from which on a window is an anomaly. */
  readonly threshold: number;
}
