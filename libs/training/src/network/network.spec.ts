import { seededRandom } from '@fettle/kernel';
import { foldBatchNorm } from './fold-batch-norm';
import { forward, initialNetwork, parameterCount, predict } from './network';
import type { LayerSpec, Network, NetworkSpec } from './network.types';
import { multiplyAccumulatesOf, shapesOf } from './shapes';

const KWS_LIKE: NetworkSpec = {
  input: [10, 8, 1],
  layers: [
    { kind: 'conv-2d', filters: 6, size: [3, 3], stride: [2, 2], padding: 'same' },
    { kind: 'batch-norm' },
    { kind: 'activation', activation: 'relu' },
    { kind: 'depthwise-conv-2d', size: [3, 3], padding: 'same' },
    { kind: 'batch-norm' },
    { kind: 'activation', activation: 'relu6' },
    { kind: 'global-average-pool' },
    { kind: 'dense', units: 5 },
    { kind: 'batch-norm' },
    { kind: 'dropout', rate: 0.3 },
    { kind: 'dense', units: 4, activation: 'softmax' },
  ],
};

function noisy(spec: NetworkSpec): Network {
  const network = initialNetwork(spec, seededRandom(3));
  const random = seededRandom(4);
  for (const layer of network.weights) {
    for (const [role, values] of Object.entries(layer)) {
      for (let i = 0; i < values.length; i++) {
        values[i] = role === 'variance' ? 0.3 + random.next() : values[i]! + 0.2 * random.normal();
      }
    }
  }
  return network;
}

function samples(spec: NetworkSpec, count: number): Float32Array {
  const random = seededRandom(8);
  return Float32Array.from({ length: count * spec.input.reduce((a, b) => a * b) }, () => random.normal());
}

describe('a network', () => {
  it('has the shapes that TensorFlow gives, before anything is allocated', () => {
    expect(shapesOf(KWS_LIKE)).toEqual([
      [10, 8, 1],
      [5, 4, 6],
      [5, 4, 6],
      [5, 4, 6],
      [5, 4, 6],
      [5, 4, 6],
      [5, 4, 6],
      [6],
      [5],
      [5],
      [5],
      [4],
    ]);
    expect(multiplyAccumulatesOf(KWS_LIKE)[0]).toBe(5 * 4 * 9 * 6);
    expect(parameterCount({ input: [3], layers: [{ kind: 'dense', units: 2 }] })).toBe(8);
    expect(parameterCount({ input: [9, 3], layers: [{ kind: 'gru', units: 4 }] })).toBe(12 * 3 + 12 * 4 + 24);
  });

  it('is the same for the same random source, and each layer is drawn by itself', () => {
    const one = initialNetwork(KWS_LIKE, seededRandom(7));
    expect(initialNetwork(KWS_LIKE, seededRandom(7))).toEqual(one);
    const wider = {
      ...KWS_LIKE,
      layers: KWS_LIKE.layers.map((layer, i) => (i === 10 ? { kind: 'dense' as const, units: 9 } : layer)),
    };
    expect(initialNetwork(wider, seededRandom(7)).weights[0]).toEqual(one.weights[0]);
  });

  it('gives every tensor, the last of them what predict gives in pieces', () => {
    const network = noisy(KWS_LIKE);
    const inputs = samples(KWS_LIKE, 70);
    const tensors = forward(network, inputs);
    expect(tensors.map((tensor) => tensor.length / 70)).toEqual(
      shapesOf(KWS_LIKE).map((shape) => shape.reduce((a, b) => a * b)),
    );
    expect(predict(network, inputs)).toEqual(tensors.at(-1));
    const logits = forward(network, inputs, { softmax: false }).at(-1)!;
    expect(Math.log(tensors.at(-1)![0]! / tensors.at(-1)![1]!)).toBeCloseTo(logits[0]! - logits[1]!, 4);
  });

  it('computes a convolution as written down', () => {
    const spec: NetworkSpec = { input: [3, 3, 1], layers: [{ kind: 'conv-2d', filters: 1, size: [2, 2] }] };
    const weights = [{ kernel: Float32Array.of(1, 2, 3, 4), bias: Float32Array.of(0.5) }];
    const output = predict({ spec, weights }, Float32Array.of(1, 2, 3, 4, 5, 6, 7, 8, 9));
    expect([...output]).toEqual([37.5, 47.5, 67.5, 77.5]);
  });

  it('averages only what lies inside, and takes the largest of it', () => {
    const pool = { size: [2, 2], stride: [2, 2], padding: 'same' } as const;
    const image = Float32Array.of(-1, -2, -3, -4, -5, -6, -7, -8, -9);
    const pooled = (kind: 'average-pool' | 'max-pool'): number[] => [
      ...predict({ spec: { input: [3, 3, 1], layers: [{ kind, ...pool }] }, weights: [{}] }, image),
    ];
    expect(pooled('average-pool')).toEqual([-3, -4.5, -7.5, -9]);
    expect(pooled('max-pool')).toEqual([-1, -3, -7, -9]);
  });
});

describe('folding batch norms', () => {
  it('leaves an equal network without them, activations fused', () => {
    const network = noisy(KWS_LIKE);
    const folded = foldBatchNorm(network);
    expect(folded.spec.layers.map(({ kind }) => kind)).toEqual([
      'conv-2d',
      'depthwise-conv-2d',
      'global-average-pool',
      'dense',
      'dropout',
      'dense',
    ]);
    const inputs = samples(KWS_LIKE, 20);
    const before = predict(network, inputs);
    for (const [i, value] of predict(folded, inputs).entries()) expect(value).toBeCloseTo(before[i]!, 5);
  });

  it('refuses a norm that has nothing to be worked into', () => {
    const spec: NetworkSpec = {
      input: [4],
      layers: [{ kind: 'dense', units: 3, activation: 'relu' }, { kind: 'batch-norm' }],
    };
    expect(() => foldBatchNorm(initialNetwork(spec))).toThrow(
      expect.objectContaining({ code: 'TRAINING.BAD_SPEC' }),
    );
  });
});

describe('what is no network is refused by name', () => {
  it.each<[string, readonly number[], LayerSpec[]]>([
    ['TRAINING.BAD_SPEC', [4], []],
    ['TRAINING.BAD_SPEC', [], [{ kind: 'flatten' }]],
    ['TRAINING.BAD_SPEC', [0], [{ kind: 'dense', units: 1 }]],
    ['TRAINING.BAD_SPEC', [NaN], [{ kind: 'dense', units: 1 }]],
    ['TRAINING.BAD_SPEC', [4], [{ kind: 'dense', units: 1.5 }]],
    ['TRAINING.BAD_SPEC', [4], [{ kind: 'toString' } as unknown as LayerSpec]],
    [
      'TRAINING.BAD_SPEC',
      [4],
      [{ kind: 'dense', units: 2, activation: 'constructor' } as unknown as LayerSpec],
    ],
    [
      'TRAINING.BAD_SPEC',
      [4],
      [
        { kind: 'dense', units: 2, activation: 'softmax' },
        { kind: 'dense', units: 2 },
      ],
    ],
    ['TRAINING.BAD_SPEC', [4], [{ kind: 'dropout', rate: 1 }]],
    [
      'TRAINING.BAD_SPEC',
      [4, 4, 1],
      [{ kind: 'conv-2d', filters: 1, size: [2, 2], padding: 'full' } as unknown as LayerSpec],
    ],
    ['TRAINING.BAD_SHAPE', [4, 2], [{ kind: 'dense', units: 2 }]],
    ['TRAINING.BAD_SHAPE', [4], [{ kind: 'gru', units: 2 }]],
    ['TRAINING.BAD_SHAPE', [4, 2], [{ kind: 'conv-1d', filters: 2, size: 5 }]],
    ['TRAINING.BAD_SHAPE', [4], [{ kind: 'conv-2d', filters: 2, size: [1, 1] }]],
    ['TRAINING.BAD_SHAPE', [4], [{ kind: 'max-pool', size: [1, 1] }]],
    ['TRAINING.BAD_SHAPE', [4], [{ kind: 'global-average-pool' }]],
    ['TRAINING.BAD_SHAPE', [4], [{ kind: 'reshape', shape: [3] }]],
    ['TRAINING.TOO_LARGE', [1e6], [{ kind: 'dense', units: 1e6 }]],
    ['TRAINING.TOO_LARGE', [1e9], [{ kind: 'flatten' }]],
  ])('%s: input %j, layers %j', (code, input, layers) => {
    expect(() => initialNetwork({ input, layers })).toThrow(expect.objectContaining({ code }));
  });

  it('TRAINING.BAD_SHAPE: samples or weights that do not fit', () => {
    const spec: NetworkSpec = { input: [3], layers: [{ kind: 'dense', units: 2 }] };
    const network = initialNetwork(spec);
    const refusal = expect.objectContaining({ code: 'TRAINING.BAD_SHAPE' });
    expect(() => forward(network, new Float32Array(4))).toThrow(refusal);
    expect(() => forward(network, new Float32Array(0))).toThrow(refusal);
    expect(() => predict(network, new Float32Array(4))).toThrow(refusal);
    expect(() => predict({ spec, weights: [] }, new Float32Array(3))).toThrow(refusal);
    expect(() => predict({ spec, weights: [{ kernel: new Float32Array(5) }] }, new Float32Array(3))).toThrow(
      refusal,
    );
  });
});
