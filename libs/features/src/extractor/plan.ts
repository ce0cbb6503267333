import { badSpec } from '../errors';
import { PreparedFeature } from '../features/feature';
import { Params } from '../features/params';
import { featureKind, FEATURES } from '../features/registry';
import { SampleScale } from '../features/units';
import { checkStandardisation } from '../standardising/standardisation';
import { Stage } from '../stages/stage';
import { Width, WIDTHS } from '../transform/width';
import { checkSize, checkSpec, checkSpectral, FeatureSpec } from './feature-spec';

/** A feature of a spec, and where its values stand. */
export interface PlannedFeature {
  readonly name: string;
  readonly at: number;
  readonly feature: PreparedFeature;
}

/** A spec, checked and ordered: both back ends do the same work in the same order. */
export interface Plan {
  readonly spec: FeatureSpec;
  readonly width: Width;
  readonly features: readonly PlannedFeature[];
  /** Each stage once, after those it needs, with the features that read it before the next one. */
  readonly steps: readonly { readonly stage: Stage; readonly features: readonly PlannedFeature[] }[];
  /** One a value: the feature's name, and its label after a dot. */
  readonly names: readonly string[];
  readonly scale: SampleScale;
  /** Whether a spectrum's words are needed. */
  readonly words: boolean;
  /** What the C needs beside the window: words, a narrowed window, values. */
  readonly scratchBytes: number;
}

/** The plan of a spec; whatever cannot be is `FEATURES.BAD_SPEC` with its place. */
export function planOf(spec: FeatureSpec): Plan {
  checkSpec(spec);
  const width = WIDTHS[spec.spectrumBits ?? 16];
  const features = placed(spec, width);
  const names = features.flatMap(({ name, feature }) =>
    feature.labels.map((label) => (label === '' ? name : `${name}.${label}`)),
  );
  checkSize(names.length);
  if (spec.standardise) checkStandardisation(spec.standardise, names.length);
  const steps = stagesOf(features).map((stage) => ({
    stage,
    features: features.filter(({ feature }) => feature.stage.key === stage.key),
  }));
  const words = steps.some(({ stage }) => stage.words);
  const count = spec.samplesPerWindow;
  return {
    spec,
    width,
    features,
    steps,
    names,
    scale: {
      scale: spec.scale,
      offset: spec.input?.offset ?? 0,
      shift: spec.input?.shift ?? 0,
      binHz: spec.sampleRateHz / count,
    },
    words,
    scratchBytes:
      4 * names.length + (words ? (count * width.bits) / 8 : 0) + (spec.input ? evenPairs(count) : 0),
  };
}

/** Bytes of so many int16 when 32-bit words follow or precede them. */
function evenPairs(count: number): number {
  return 4 * Math.ceil(count / 2);
}

function placed({ features, samplesPerWindow, sampleRateHz }: FeatureSpec, width: Width): PlannedFeature[] {
  const site = { sampleRateHz, count: samplesPerWindow, width };
  let at = 0;
  return features.map((request, i) => {
    const kind = typeof request?.name === 'string' ? featureKind(request.name) : undefined;
    if (kind === undefined) {
      throw badSpec(`features[${i}].name`, `one of ${FEATURES.map(({ name }) => name).join(', ')}`);
    }
    if (kind.spectral) checkSpectral(samplesPerWindow, kind.name);
    const given: unknown = request.params ?? {};
    if (typeof given !== 'object' || Array.isArray(given))
      throw badSpec(`features[${i}].params`, 'an object');
    const params = new Params(`features[${i}]`, given as Record<string, unknown>);
    const feature = kind.prepare(params, site);
    params.done();
    const place = { name: kind.name, at, feature };
    at += feature.labels.length;
    return place;
  });
}

function stagesOf(features: readonly PlannedFeature[]): Stage[] {
  const stages = new Map<string, Stage>();
  const add = (stage: Stage): void => {
    stage.after.forEach(add);
    if (!stages.has(stage.key)) stages.set(stage.key, stage);
  };
  features.forEach(({ feature }) => add(feature.stage));
  return [...stages.values()].sort((a, b) => a.order - b.order);
}
