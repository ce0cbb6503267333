import {
  normalSamples,
  SAMPLE_NETWORKS,
  sampleNetwork,
} from '../../quantization/spec-builders/sample-networks';
import { quantize } from '../../quantization/quantize';
import { parameterCount, predict } from '../../network/network';
import { Network } from '../../network/network.types';
import { inputSizeOf } from '../../network/shapes';
import { prunableLayers } from './channel-flow';
import { CRITERIA } from './criteria/registry';
import { prune, pruneByRounds } from './prune';
import { removeChannels } from './remove-channels';

const NAMES = Object.keys(SAMPLE_NETWORKS);
const PRUNABLE = NAMES.filter((name) => prunableLayers(sampleNetwork(name)).length > 0);

/** Silences every third channel of each prunable layer: no weights, no offset, no norm. */
function withDeadChannels(network: Network): Network {
  const dead = (index: number, channels: number): boolean => (index % channels) % 3 === 1;
  for (const { layer, channels, through } of prunableLayers(network)) {
    const { kernel, bias } = network.weights[layer]!;
    kernel!.forEach((_, i) => {
      if (dead(Math.floor((i * channels) / kernel!.length), channels)) kernel![i] = 0;
    });
    bias!.forEach((_, c) => dead(c, channels) && (bias![c] = 0));
    for (const index of through) {
      const { beta, mean, bias: own } = network.weights[index]!;
      for (const values of [beta, mean, own]) values?.forEach((_, i) => dead(i, channels) && (values[i] = 0));
    }
  }
  return network;
}

describe.each(PRUNABLE)('pruning %s', (name) => {
  const size = inputSizeOf(SAMPLE_NETWORKS[name]!);

  it('of channels that are exactly dead changes nothing', () => {
    const network = withDeadChannels(sampleNetwork(name));
    const inputs = normalSamples(4, size);
    let pruned = network;
    for (const { layer, channels } of prunableLayers(network)) {
      const dead = new Set(Array.from({ length: channels }, (_, c) => c).filter((c) => c % 3 === 1));
      pruned = removeChannels(pruned, layer, dead);
    }
    expect(parameterCount(pruned.spec)).toBeLessThan(parameterCount(network.spec));
    expect(predict(pruned, inputs)).toEqual(predict(network, inputs));
  });

  it.each(CRITERIA)('by $name: dead channels do not matter', ({ importance }) => {
    const network = withDeadChannels(sampleNetwork(name));
    for (const values of importance(network, prunableLayers(network), normalSamples(64, size))) {
      expect(values.filter((_, c) => c % 3 === 1).every((value) => value === 0)).toBe(true);
      expect(Math.max(...values)).toBeGreaterThan(0);
    }
  });

  it('by half leaves a network that runs, is smaller, and is quantised', () => {
    const network = sampleNetwork(name);
    const { network: pruned, layers } = prune(network, { ratio: 0.5 });
    for (const { before, after } of layers) expect(after).toBe(Math.round(before / 2));
    expect(parameterCount(pruned.spec)).toBeLessThan(parameterCount(network.spec));
    expect(quantize(pruned, normalSamples(50, size)).report.sqnrDb).toBeGreaterThan(20);
  });
});

describe('pruning', () => {
  it('leaves the last layer, recurrent units, and channels that a reshape cuts apart', () => {
    expect(prunableLayers(sampleNetwork('gru over gru'))).toEqual([]);
    expect(prunableLayers(sampleNetwork('dense, relu, softmax')).map(({ layer }) => layer)).toEqual([0]);
    const layers = [
      { kind: 'conv-2d', filters: 4, size: [1, 1] },
      { kind: 'reshape', shape: [40, 3] },
      { kind: 'flatten' },
      { kind: 'dense', units: 2 },
    ] as const;
    expect(prunableLayers({ spec: { input: [6, 5, 4], layers } })).toEqual([]);
  });

  it('channels that a recurrent layer reads can go', () => {
    const network = {
      input: [8, 3],
      layers: [
        { kind: 'conv-1d', filters: 6, size: 3 },
        { kind: 'gru', units: 2 },
      ],
    } as const;
    expect(prunableLayers({ spec: network }).map(({ reader }) => reader)).toEqual([1]);
  });

  it('keeps multiples where devices want them, and at least one channel', () => {
    const network = sampleNetwork('dense, tanh, linear');
    expect(prune(network, { ratio: 0.4, multiple: 4 }).layers[0]!.after).toBe(4);
    expect(prune(network, { ratio: 0.99 }).layers[0]!.after).toBe(1);
  });

  it('by rounds ends where one step ends, recovering in between', async () => {
    const network = sampleNetwork('conv-2d, average pool');
    const sizes: number[] = [];
    const pruned = await pruneByRounds(network, { ratio: 0.6, rounds: 3 }, (now) => {
      sizes.push(prunableLayers(now)[0]!.channels);
      return Promise.resolve(now);
    });
    expect(sizes).toEqual([4, 3, 2]);
    expect(pruned.layers).toEqual([{ layer: 0, kind: 'conv-2d', before: 5, after: 2 }]);
  });

  it('refuses ratios that mean nothing, and layers that cannot lose channels', () => {
    const network = sampleNetwork('gru');
    const refused = expect.objectContaining({ code: 'TRAINING.BAD_PRUNING' });
    for (const ratio of [1, -0.1, NaN]) {
      expect(() => prune(sampleNetwork('dense, sigmoid'), { ratio })).toThrow(refused);
    }
    expect(() => removeChannels(network, 0, new Set([1]))).toThrow(refused);
    const unknown = { ratio: 0.5, criterion: 'l2' as 'l1' };
    expect(() => prune(sampleNetwork('dense, sigmoid'), unknown)).toThrow(
      expect.objectContaining({ code: 'TRAINING.BAD_SPEC' }),
    );
    expect(() => removeChannels(sampleNetwork('dense, sigmoid'), 0, new Set([0, 1, 2, 3, 4, 5]))).toThrow(
      refused,
    );
  });
});
