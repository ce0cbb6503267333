import { AppError } from '@fettle/kernel';
import { UNITS } from '../features/units';
import { standardise } from '../standardising/standardisation';
import { Workspace } from '../stages/stage';
import { FeatureSpec } from './feature-spec';
import { narrow } from './narrow';
import { Plan, planOf } from './plan';

/** Where one feature of a spec stands among the values, and how they are read. */
export interface ExtractedFeature {
  readonly name: string;
  readonly at: number;
  readonly size: number;
  /** Fractional bits of its values. */
  readonly q: number;
  readonly unit: string;
}

/** A spec at work. One window at a time; what it returns is the caller's. */
export interface Extractor {
  readonly spec: FeatureSpec;
  /** One a value, such as `rms` or `bandEnergy.0-500`. */
  readonly names: readonly string[];
  readonly size: number;
  readonly features: readonly ExtractedFeature[];
  /** What the compiled extractor needs beside the window. */
  readonly scratchBytes: number;
  /** The window's values, the device's own integers. A window of another type or length is `FEATURES.BAD_WINDOW`. */
  run(window: Int16Array | Int32Array): Int32Array;
  /** The window as a model's int8 input. `FEATURES.NOT_STANDARDISED` where the spec does not say how. */
  runInt8(window: Int16Array | Int32Array): Int8Array;
  /** Values in their units: those of `run`. */
  toReal(values: Int32Array): Float64Array;
}

/** The extractor of a spec; `FEATURES.BAD_SPEC` says what in it cannot be, and where. */
export function createExtractor(spec: FeatureSpec): Extractor {
  const plan = planOf(spec);
  const workspace = workspaceOf(plan);
  const run = (window: Int16Array | Int32Array): Int32Array => {
    const values = new Int32Array(plan.names.length);
    runPlan(plan, { ...workspace, samples: windowOf(plan, window, workspace.samples) }, values);
    return values;
  };
  return {
    spec,
    names: plan.names,
    size: plan.names.length,
    features: plan.features.map(({ name, at, feature }) => ({
      name,
      at,
      size: feature.labels.length,
      q: feature.format.q,
      unit: UNITS[feature.format.unit].text,
    })),
    scratchBytes: plan.scratchBytes,
    run,
    runInt8: (window) => {
      if (!spec.standardise) throw new AppError('FEATURES.NOT_STANDARDISED', 'the spec has no standardise');
      return standardise(run(window), spec.standardise, new Int8Array(plan.names.length));
    },
    toReal: (values) => toReal(plan, values),
  };
}

function workspaceOf({ spec, width, words }: Plan): Workspace {
  const count = spec.samplesPerWindow;
  return {
    samples: new Int16Array(spec.input ? count : 0),
    spectrum: { words: new Int32Array(words ? count : 0), size: 0, exponent: 0 },
    width,
    sums: { count: 0, low: 0, high: 0, sum: 0, squares: 0, meanQ8: 0, peakQ8: 0 },
    central: { count: 0, shift: 0, second: 0, third: 0, fourth: 0 },
  };
}

function runPlan({ steps }: Plan, workspace: Workspace, values: Int32Array): void {
  for (const { stage, features } of steps) {
    stage.run(workspace);
    for (const { feature, at } of features) feature.run(workspace, values, at);
  }
}

function windowOf({ spec }: Plan, window: Int16Array | Int32Array, narrowed: Int16Array): Int16Array {
  const { input, samplesPerWindow } = spec;
  if (window.length !== samplesPerWindow) {
    throw new AppError('FEATURES.BAD_WINDOW', `${window.length} samples; ${samplesPerWindow} are a window`);
  }
  if (input && window instanceof Int32Array) return narrow(window, input, narrowed);
  if (!input && window instanceof Int16Array) return window;
  throw new AppError('FEATURES.BAD_WINDOW', `samples have to be ${input ? 'Int32Array' : 'Int16Array'}`);
}

function toReal({ features, scale, names }: Plan, values: Int32Array): Float64Array {
  if (values.length !== names.length) {
    throw new AppError('FEATURES.BAD_WINDOW', `${values.length} values; the spec gives ${names.length}`);
  }
  const reals = new Float64Array(names.length);
  for (const { feature, at } of features) {
    const { q, unit } = feature.format;
    feature.labels.forEach((_, i) => {
      const value = values[at + i]!;
      reals[at + i] = feature.toReal?.(value, i, scale) ?? UNITS[unit].toReal(value / 2 ** q, scale);
    });
  }
  return reals;
}
