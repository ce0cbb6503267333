import { badSpec } from '../network/errors';
import { Network } from '../network/network.types';
import { calibrate, RangeChoice } from './calibrate';
import { foldNorms } from './fold-norms';
import { LoweringOptions } from './layers/layer-lowering';
import { lower } from './lowered/lower';
import { LoweredGraph } from './lowered/lowered-graph.types';
import { Range } from './ranges/range-rule';

export type QuantizationChoice = RangeChoice & LoweringOptions;

/** What each choice is where nothing else is asked for. */
export const DEFAULT_CHOICE = {
  ranges: 'min-max',
  rangesOfLayer: {},
  percentile: 99.9,
  recurrent: 'unrolled',
  denseScales: 'per-channel',
} as const satisfies QuantizationChoice;

/** A network ready to be rounded. */
export interface QuantizationPlan {
  /** Without batch norms wherever they can be folded. */
  readonly folded: Network;
  readonly graph: LoweredGraph;
  /** By group; undefined where the quantisation is prescribed. */
  readonly ranges: readonly (Range | undefined)[];
}

/** Folds, lowers and calibrates; throws what these throw, and `TRAINING.BAD_SPEC`. Networks of one spec have the same tensors and groups in their plans. */
export function planQuantization(
  network: Network,
  calibration: Float32Array,
  choice: QuantizationChoice,
): QuantizationPlan {
  const { percentile } = choice;
  if (!(percentile > 0 && percentile <= 100)) {
    throw badSpec(`a percentile lies above 0 and up to 100, not at ${percentile}`);
  }
  const folded = foldNorms(network);
  const graph = lower(folded, choice);
  return { folded, graph, ranges: calibrate(graph, calibration, choice) };
}
