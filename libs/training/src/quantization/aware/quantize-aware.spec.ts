import { seededRandom } from '@fettle/kernel';
import { initialNetwork } from '../../network/network';
import { Network } from '../../network/network.types';
import { accuracy, CLASSES, clouds, FEATURES } from '../../spec-builders/clouds';
import { train } from '../../training/train';
import { normalSamples, sampleNetwork } from '../spec-builders/sample-networks';
import { evaluateInt8 } from '../evaluate-int8';
import { DEFAULT_CHOICE, planQuantization } from '../plan';
import { quantize } from '../quantize';
import { quantizeAware } from './quantize-aware';
import { roundWeights } from './rounded-weights';
import { gridsOf, tensorGroups } from './value-grids';

const [learnt, unseen] = [clouds(600, 1), clouds(1000, 2)];
const task = { kind: 'classifier' } as const;

/** One unit two hundred times as large, and read by a two-hundredth: the same function, but all share its coarse step. */
async function lopsided(): Promise<Network> {
  const layers = [
    { kind: 'dense', units: 12, activation: 'relu' },
    { kind: 'dense', units: CLASSES, activation: 'softmax' },
  ] as const;
  const network = initialNetwork({ input: [FEATURES], layers }, seededRandom(4));
  const { network: trained } = await train({
    network,
    data: learnt,
    task,
    epochs: 25,
    optimizer: { kind: 'adam', learningRate: 0.01 },
  });
  const [first, second] = trained.weights;
  first!.kernel!.forEach((_, i, kernel) => i < FEATURES && (kernel[i]! *= 200));
  first!.bias![0]! *= 200;
  second!.kernel!.forEach((_, i, kernel) => i % 12 === 0 && (kernel[i]! /= 200));
  return trained;
}

describe('quantisation-aware training', () => {
  it('recovers part of the accuracy that coarse ranges lose, and measures while training what int8 will give', async () => {
    const network = await lopsided();
    const scoring = {
      inputs: unseen.inputs,
      score: (outputs: Float32Array) => accuracy(outputs, unseen.targets),
    };
    const { report } = quantize(network, learnt.inputs, { scoring });
    const aware = await quantizeAware({
      network,
      calibration: learnt.inputs,
      training: {
        data: learnt,
        validation: unseen,
        task,
        epochs: 20,
        optimizer: { kind: 'adam', learningRate: 0.003 },
        schedule: { kind: 'cosine' },
      },
    });
    const { float, int8 } = report.score!;
    const recovered = accuracy(evaluateInt8(aware.quantized.model, unseen.inputs), unseen.targets);
    expect(int8).toBeLessThan(float - 0.04);
    expect(recovered).toBeGreaterThan(int8 + 0.5 * (float - int8));
    const { metrics } = aware.training.history.at(-1)!;
    expect(Math.abs((metrics as { accuracy: number }).accuracy - recovered)).toBeLessThan(0.005);
  });

  it('what passes see is what the int8 model has: rounding rounded weights changes nothing', () => {
    for (const name of ['gru', 'depthwise, pointwise, global pool', 'dense, tanh, linear']) {
      const { folded } = planQuantization(
        sampleNetwork(name),
        normalSamples(4, name === 'gru' ? 24 : 120),
        DEFAULT_CHOICE,
      );
      const copies = (): Record<string, Float32Array>[] =>
        folded.weights.map((numbers) =>
          Object.fromEntries(Object.entries(numbers).map(([role, values]) => [role, values.slice()])),
        );
      const round = roundWeights(folded.spec, 'per-channel');
      const [once, twice] = [copies(), copies()];
      round(folded.weights, once);
      round(once, twice);
      expect(twice).toEqual(once);
      expect(once).not.toEqual(folded.weights);
    }
  });

  it('only tensors that the int8 graph rounds are put on grids, logits among them', () => {
    const plan = planQuantization(
      sampleNetwork('depthwise, pointwise, global pool'),
      normalSamples(4, 120),
      DEFAULT_CHOICE,
    );
    const [open, closed] = (['softmax', undefined] as const).map((end) =>
      gridsOf(plan, tensorGroups(plan, end)),
    );
    expect(open!.every((grid) => grid !== undefined)).toBe(true);
    expect(closed!.at(-1)).toEqual({ scale: 1 / 256, zeroPoint: -128, least: -128, most: 127 });
    expect(open!.at(-1)!.scale).not.toBe(1 / 256);
    const fused = planQuantization(
      sampleNetwork('norm of its own, activations of their own'),
      normalSamples(4, 120),
      DEFAULT_CHOICE,
    );
    expect(tensorGroups(fused, undefined)).toHaveLength(fused.folded.spec.layers.length + 1);
  });

  it('the same options give the same model', async () => {
    const make = async (): Promise<unknown> => {
      const network = initialNetwork(
        { input: [FEATURES], layers: [{ kind: 'dense', units: CLASSES, activation: 'softmax' }] },
        seededRandom(4),
      );
      const training = { data: learnt, task, epochs: 1 };
      return (await quantizeAware({ network, calibration: learnt.inputs, training })).quantized.model;
    };
    expect(await make()).toEqual(await make());
  });
});
