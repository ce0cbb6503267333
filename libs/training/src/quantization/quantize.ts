import { Model } from '@fettle/tinyml';
import { predict } from '../network/network';
import { Network } from '../network/network.types';
import { countSamples, inputSizeOf } from '../network/shapes';
import { assemble } from './assemble';
import { calibrate, RangeChoice } from './calibrate';
import { evaluateInt8 } from './evaluate-int8';
import { foldNorms } from './fold-norms';
import { LoweringOptions } from './layers/layer-lowering';
import { lower } from './lowered/lower';
import { LayerNoise, measureNoise } from './noise';
import { stepsOf } from './steps';

/** How good a set of outputs is, by a measure of the caller's; targets are the caller's knowledge. */
export interface Evaluation {
  /** Samples one after the other, none of them used to calibrate. */
  readonly inputs: Float32Array;
  /** Of all outputs, sample after sample. */
  score(outputs: Float32Array): number;
}

export interface QuantizeOptions extends Partial<RangeChoice>, Partial<LoweringOptions> {
  readonly description?: string;
  /** Calibration samples, from the first on, over which layers are compared; 64 unless given. */
  readonly comparedSamples?: number;
  readonly evaluation?: Evaluation;
}

export interface QuantizationReport {
  /** Layers in order, those that compute nothing left out. */
  readonly layers: readonly LayerNoise[];
  /** Of the whole network: what reaches the output. */
  readonly sqnrDb: number;
  readonly samples: number;
  /** The evaluation's score of the float network and of the int8 model. */
  readonly score?: { readonly float: number; readonly int8: number };
}

export interface QuantizedNetwork {
  readonly model: Model;
  /** Runs of the model for one sample of the network: 1, or the steps of a series where it streams. */
  readonly runsPerSample: number;
  readonly report: QuantizationReport;
}

const DEFAULTS = {
  ranges: 'min-max',
  rangesOfLayer: {},
  percentile: 99.9,
  recurrent: 'unrolled',
  denseScales: 'per-channel',
} as const satisfies RangeChoice & LoweringOptions;

/**
 * The network as an int8 model by TensorFlow Lite's conventions, the same for the same network, samples and options: weights
 * symmetric in [-127, 127] with a scale for each output channel, biases int32 at input scale times weight scale, activations
 * asymmetric with zero stored exactly, softmax and sigmoid at 1/256 from -128, tanh at 1/128 from 0. Batch norms are folded,
 * relu and relu6 fused. Both runtimes' arithmetics run it. Throws `TRAINING.BAD_CALIBRATION`, `TRAINING.BAD_WEIGHTS`,
 * `TRAINING.NOT_LOWERED` or `TRAINING.BAD_SHAPE`.
 */
export function quantize(
  network: Network,
  calibration: Float32Array,
  options: QuantizeOptions = {},
): QuantizedNetwork {
  const choice = { ...DEFAULTS, ...options };
  const folded = foldNorms(network);
  const graph = lower(folded, choice);
  const steps = stepsOf(graph, calibrate(graph, calibration, choice));
  const model = assemble(graph, steps, options.description ?? 'int8 by Fettle');
  const { runsPerSample } = graph;
  const all = countSamples(calibration, inputSizeOf(network.spec));
  const samples = Math.min(options.comparedSamples ?? 64, all);
  const kinds = folded.spec.layers.map(({ kind }) => kind);
  const layers = measureNoise(graph, model, calibration, samples, kinds);
  const score = options.evaluation && scores(network, model, runsPerSample, options.evaluation);
  const report = {
    layers,
    sqnrDb: layers.at(-1)!.sqnrDb,
    samples,
    ...(score === undefined ? {} : { score }),
  };
  return { model, runsPerSample, report };
}

function scores(
  network: Network,
  model: Model,
  runsPerSample: number,
  { inputs, score }: Evaluation,
): NonNullable<QuantizationReport['score']> {
  return {
    float: score(predict(network, inputs)),
    int8: score(evaluateInt8(model, inputs, { runsPerSample })),
  };
}
