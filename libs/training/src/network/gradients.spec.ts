import { allocateDouble, worstGradientError } from '../spec-builders/gradient-check';
import { ACTIVATIONS } from './layers/activations';
import { LAYERS } from './layers/registry';
import type { LayerSpec, NetworkSpec } from './network.types';
import { keepInside } from './tensor-grids';

/** Each kind between layers that learn, so that gradients flow through it to numbers before it. */
const CHECKED: Readonly<Record<keyof typeof LAYERS, readonly NetworkSpec[]>> = {
  dense: [
    {
      input: [5],
      layers: [
        { kind: 'dense', units: 7 },
        { kind: 'dense', units: 3 },
      ],
    },
    { input: [1], layers: [{ kind: 'dense', units: 1 }] },
  ],
  activation: (Object.keys(ACTIVATIONS) as (keyof typeof ACTIVATIONS)[]).flatMap((activation) => [
    {
      input: [4],
      layers: [
        { kind: 'dense', units: 6 },
        { kind: 'activation', activation },
      ],
    },
    { input: [4], layers: [{ kind: 'dense', units: 6, activation }] },
  ]),
  'conv-1d': [
    series(
      { kind: 'conv-1d', filters: 5, size: 3, stride: 2, padding: 'same', activation: 'tanh' },
      { kind: 'conv-1d', filters: 2, size: 2 },
    ),
    series({ kind: 'conv-1d', filters: 5, size: 1 }, { kind: 'conv-1d', filters: 3, size: 1 }),
  ],
  'conv-2d': [
    image(
      { kind: 'conv-2d', filters: 4, size: [3, 2], stride: [2, 1], padding: 'same' },
      { kind: 'conv-2d', filters: 3, size: [2, 2] },
    ),
    image(
      { kind: 'conv-2d', filters: 4, size: [1, 1] },
      { kind: 'conv-2d', filters: 3, size: [1, 1], stride: [2, 2] },
    ),
  ],
  'depthwise-conv-2d': [
    image(
      { kind: 'conv-2d', filters: 3, size: [1, 1] },
      { kind: 'depthwise-conv-2d', size: [3, 3], padding: 'same' },
    ),
    image({ kind: 'depthwise-conv-2d', size: [2, 3], stride: [2, 2] }),
  ],
  'batch-norm': [
    image(
      { kind: 'conv-2d', filters: 3, size: [2, 2] },
      { kind: 'batch-norm' },
      { kind: 'activation', activation: 'tanh' },
    ),
    {
      input: [4],
      layers: [
        { kind: 'dense', units: 5 },
        { kind: 'batch-norm', epsilon: 0.01 },
        { kind: 'dense', units: 2 },
      ],
    },
  ],
  'average-pool': [
    image(
      { kind: 'conv-2d', filters: 3, size: [1, 1] },
      { kind: 'average-pool', size: [2, 2], padding: 'same' },
    ),
    series({ kind: 'conv-1d', filters: 3, size: 1 }, { kind: 'average-pool', size: [1, 3], stride: [1, 2] }),
  ],
  'max-pool': [
    image({ kind: 'conv-2d', filters: 3, size: [1, 1] }, { kind: 'max-pool', size: [2, 2], padding: 'same' }),
    series({ kind: 'conv-1d', filters: 3, size: 1 }, { kind: 'max-pool', size: [1, 3], stride: [1, 2] }),
  ],
  'global-average-pool': [
    image({ kind: 'conv-2d', filters: 3, size: [1, 1] }, { kind: 'global-average-pool' }),
  ],
  flatten: [
    image({ kind: 'conv-2d', filters: 2, size: [2, 2] }, { kind: 'flatten' }, { kind: 'dense', units: 2 }),
  ],
  reshape: [
    {
      input: [6],
      layers: [
        { kind: 'dense', units: 6 },
        { kind: 'reshape', shape: [3, 2] },
        { kind: 'conv-1d', filters: 2, size: 2 },
      ],
    },
  ],
  dropout: [
    {
      input: [6],
      layers: [
        { kind: 'dense', units: 8 },
        { kind: 'dropout', rate: 0.4 },
        { kind: 'dense', units: 3 },
      ],
    },
  ],
  gru: [
    series({ kind: 'gru', units: 4 }),
    series({ kind: 'gru', units: 4, returnSequences: true }, { kind: 'gru', units: 3 }),
    series({ kind: 'conv-1d', filters: 3, size: 2 }, { kind: 'gru', units: 2, returnSequences: true }),
  ],
};

function series(...layers: LayerSpec[]): NetworkSpec {
  return { input: [6, 2], layers };
}

function image(...layers: LayerSpec[]): NetworkSpec {
  return { input: [4, 5, 2], layers };
}

describe('gradients', () => {
  it.each(Object.entries(CHECKED))('of %s are those of central differences', (_kind, specs) => {
    for (const spec of specs) expect(worstGradientError({ spec })).toBeLessThan(1e-7);
  });

  it('stop where a grid clamps and pass where it only rounds', () => {
    const gradient = allocateDouble(4).fill(1);
    const grids = Float64Array.of(0.5, 0, -2, 2);
    keepInside(grids, 0, Float32Array.of(-1.3, -0.9, 0.2, 1.4), gradient, 4);
    expect([...gradient]).toEqual([0, 1, 1, 0]);
  });
});
