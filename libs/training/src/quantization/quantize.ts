import { Model } from '@fettle/tinyml';
import { wholeNumber } from '../network/errors';
import { predict } from '../network/network';
import { Network } from '../network/network.types';
import { countSamples, inputSizeOf } from '../network/shapes';
import { assemble } from './assemble';
import { evaluateInt8 } from './evaluate-int8';
import { LayerNoise, measureNoise } from './noise';
import { DEFAULT_CHOICE, planQuantization, QuantizationChoice, QuantizationPlan } from './plan';
import { stepsOf } from './steps';

/** How good a set of outputs is, by a measure of the caller's; targets are the caller's knowledge. */
export interface Scoring {
  /** Samples one after the other, none of them used to calibrate. */
  readonly inputs: Float32Array;
  /** Of all outputs, sample after sample. */
  score(outputs: Float32Array): number;
}

export interface QuantizeOptions extends Partial<QuantizationChoice> {
  readonly description?: string;
  /** Calibration samples, from the first on, over which layers are compared; 64 unless given. */
  readonly comparedSamples?: number;
  readonly scoring?: Scoring;
}

export interface QuantizationReport {
  /** Layers in order, those that compute nothing left out. */
  readonly layers: readonly LayerNoise[];
  /** Of the whole network: what reaches the output. */
  readonly sqnrDb: number;
  /** Over how many the layers were compared. */
  readonly samples: number;
  /** Of the float network and of the int8 model, where scoring is asked for. */
  readonly score?: { readonly float: number; readonly int8: number };
}

export interface QuantizedNetwork {
  readonly model: Model;
  /** Runs of the model for one sample of the network: 1, or the steps of a series where it streams. */
  readonly runsPerSample: number;
  readonly report: QuantizationReport;
}

/**
 * The network as an int8 model by TensorFlow Lite's conventions, the same for the same network, samples and options: weights
 * symmetric in [-127, 127] with a scale for each output channel, biases int32 at input scale times weight scale, activations
 * asymmetric with zero stored exactly, softmax and sigmoid at 1/256 from -128, tanh at 1/128 from 0. Batch norms are folded,
 * relu and relu6 fused. Both runtimes' arithmetics run it. Throws `TRAINING.BAD_CALIBRATION`, `TRAINING.BAD_WEIGHTS`,
 * `TRAINING.NOT_LOWERED`, `TRAINING.BAD_SHAPE` or `TRAINING.BAD_SPEC`.
 */
export function quantize(
  network: Network,
  calibration: Float32Array,
  options: QuantizeOptions = {},
): QuantizedNetwork {
  const plan = planQuantization(network, calibration, { ...DEFAULT_CHOICE, ...options });
  return roundPlan(plan, calibration, options);
}

/** The int8 model of a plan, compared with the plan's network in real numbers. */
export function roundPlan(
  { folded, graph, ranges }: QuantizationPlan,
  calibration: Float32Array,
  { description = 'int8 by Fettle', comparedSamples = 64, scoring }: QuantizeOptions,
): QuantizedNetwork {
  wholeNumber('comparedSamples', comparedSamples);
  const model = assemble(graph, stepsOf(graph, ranges), description);
  const { runsPerSample } = graph;
  const samples = Math.min(comparedSamples, countSamples(calibration, inputSizeOf(folded.spec)));
  const kinds = folded.spec.layers.map(({ kind }) => kind);
  const layers = measureNoise(graph, model, calibration, samples, kinds);
  const sqnrDb = layers.at(-1)?.sqnrDb ?? Infinity;
  const score = scoring && {
    float: scoring.score(predict(folded, scoring.inputs)),
    int8: scoring.score(evaluateInt8(model, scoring.inputs, { runsPerSample })),
  };
  const report = { layers, sqnrDb, samples, ...(score === undefined ? {} : { score }) };
  return { model, runsPerSample, report };
}
