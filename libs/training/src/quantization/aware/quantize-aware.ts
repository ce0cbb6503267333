import { lossKindOf } from '../../losses/registry';
import { Network } from '../../network/network.types';
import { lossOfTask } from '../../training/tasks/registry';
import { train } from '../../training/train';
import { TrainOptions, TrainResult } from '../../training/train.types';
import { DEFAULT_CHOICE, planQuantization } from '../plan';
import { QuantizedNetwork, QuantizeOptions, roundPlan } from '../quantize';
import { roundWeights } from './rounded-weights';
import { gridsOf, tensorGroups } from './value-grids';

export interface AwareOptions {
  /** Trained in real numbers already; what is learnt here is to live with rounding. */
  readonly network: Network;
  /** Inputs that set the ranges, before the training; they stay fixed during and after it. */
  readonly calibration: Float32Array;
  /** Small steps from where the network is: a tenth of its first learning rate is a good beginning. */
  readonly training: Omit<TrainOptions, 'network' | 'hooks'>;
  readonly quantization?: QuantizeOptions;
}

export interface AwareResult {
  /** In real numbers, batch norms folded. */
  readonly network: Network;
  readonly quantized: QuantizedNetwork;
  readonly training: TrainResult;
}

/**
 * Trains a network to be rounded (Jacob et al., 2018): passes see weights and values on the int8 grids of the model to come,
 * gradients go straight through where nothing is clipped, and the weights that move are real. Batch norms are folded first.
 * Inside of recurrent layers only weights are rounded. Rejects as `train` does and throws as `quantize` does.
 */
export async function quantizeAware(options: AwareOptions): Promise<AwareResult> {
  const { calibration, quantization = {} } = options;
  const choice = { ...DEFAULT_CHOICE, ...quantization };
  const before = planQuantization(options.network, calibration, choice);
  const { openEnd } = lossKindOf(lossOfTask(options.training.task));
  const groups = tensorGroups(before, openEnd);
  const grids = gridsOf(before, groups);
  const training = await train({
    ...options.training,
    network: before.folded,
    hooks: {
      quantizeWeights: roundWeights(before.folded.spec, choice.denseScales),
      tensorGrids: () => grids,
    },
  });
  const after = planQuantization(training.network, calibration, choice);
  const trained = new Set(groups);
  const ranges = after.ranges.map((range, group) => (trained.has(group) ? before.ranges[group] : range));
  const quantized = roundPlan({ ...after, ranges }, calibration, quantization);
  return { network: training.network, quantized, training };
}
