import { AppError } from '@fettle/kernel';
import { storedValues } from '../spec-builders/one-operator';
import { encodeTflite, TensorSpec } from '../spec-builders/tflite';
import { loadTflite } from '../tflite/load-tflite';
import { statefulModels } from '../spec-builders/stateful-models';
import { compiledLayers, CompiledLayers, MOVES } from './compiled-layers';
import { costsOf, predictCosts } from './predict';
import { KernelCosts, TargetCosts } from './target-costs';

const Q = { scale: 0.05, zero: -128 };
const weights = (units: number, depth: number): TensorSpec => {
  const shape = [units, depth];
  return {
    shape,
    scale: 0.001,
    zero: 0,
    values: storedValues({ shape }, 1).map((value) => Math.max(-127, value)),
  };
};

/** Dense layers of these numbers of units in a row, over 8 inputs. */
function dense(...units: readonly number[]): CompiledLayers {
  const widths = [8, ...units];
  return compiledLayers(
    loadTflite(
      encodeTflite([
        {
          tensors: [
            ...widths.map((width) => ({ ...Q, shape: [1, width] })),
            ...units.map((width, i) => weights(width, widths[i]!)),
          ],
          inputs: [0],
          outputs: [units.length],
          operators: units.map((_, i) => ({
            code: 9,
            inputs: [i, widths.length + i, -1],
            outputs: [i + 1],
          })),
        },
      ]),
    ),
  );
}

/** A sum whose result a product takes. */
function sumAndProduct(): CompiledLayers {
  const value = { ...Q, shape: [1, 8] };
  const constant = { ...value, values: [1, 2, 3, 4, 5, 6, 7, 8] };
  return compiledLayers(
    loadTflite(
      encodeTflite([
        {
          tensors: [value, constant, value, value],
          inputs: [0],
          outputs: [3],
          operators: [
            { code: 0, inputs: [0, 1], outputs: [2] },
            { code: 18, inputs: [2, 1], outputs: [3] },
          ],
        },
      ]),
    ),
  );
}

const kernel = dense(4).layers[0]!.kernel;
const costs = (kernels: Readonly<Record<string, KernelCosts>>, functionBytes = {}): TargetCosts => ({
  target: 'imagined',
  compiler: '',
  harnessBytes: 0,
  runInstructions: 0,
  stackBytesMore: { beside: 7, mixed: 9, share: 0, real: 11 },
  functionBytes,
  kernels,
});
const row = (each: number, bytes: number, bytesPerLayer: number, stackBytes: number): KernelCosts => ({
  instructions: { macs: each },
  bytes,
  bytesEach: { layer: bytesPerLayer },
  stackBytes,
});

describe('predictCosts', () => {
  const table = costs(
    { [`${kernel}, alone, one window`]: row(1, 100, 0, 50), [`${kernel}, shared`]: row(2, 300, 10, 80) },
    { [kernel]: 250 },
  );

  it('a kernel of one layer costs what it does alone, one of several what it does shared', () => {
    expect(predictCosts(dense(4), table)).toEqual({
      instructions: [32],
      codeBytes: 100,
      stackBytes: 50,
      unknownKernels: [],
    });
    expect(predictCosts(dense(4, 2), table)).toEqual({
      instructions: [64, 16],
      codeBytes: 320,
      stackBytes: 80,
      unknownKernels: [],
    });
  });

  it('where a context was never measured, the closest stands for it', () => {
    expect(
      predictCosts(dense(4), costs({ [`${kernel}, shared`]: row(2, 300, 10, 80) })).instructions,
    ).toEqual([64]);
    expect(predictCosts(dense(4), costs({ [`${kernel}, alone`]: row(3, 0, 0, 0) })).instructions).toEqual([
      96,
    ]);
  });

  it('a function that kernels beside each other call stays one, and costs what it does there', () => {
    const [sum, product] = sumAndProduct().layers.map((layer) => layer.kernel) as [string, string];
    const beside = costs(
      {
        [`${sum}, alone`]: row(1, 100, 0, 50),
        [`${product}, alone`]: row(1, 80, 0, 50),
        [`${product}, alone, beside fettle_rescale`]: row(2, 80, 0, 60),
      },
      { fettle_rescale: 30 },
    );
    const { codeBytes, stackBytes } = predictCosts(sumAndProduct(), beside);
    expect([codeBytes, stackBytes]).toEqual([100 + 80 - 30, 60 + 7]);
  });

  it('functions of the C library count once, however many kernels call them, resets among them', () => {
    const moving = costs(
      { [MOVES]: { ...row(0, 0, 0, 50), bytesEach: { moves: 10 } } },
      { memcpy: 300, memset: 100 },
    );
    const remembering = compiledLayers(loadTflite(statefulModels()[0]![1]));
    const moves = remembering.layers.reduce((sum, { text }) => sum + (text['moves'] ?? 0), 0);
    expect(remembering.reset?.functions).toEqual(['memset']);
    expect(predictCosts(remembering, moving).codeBytes).toBe(10 * (moves + 1) + 300 + 100);
  });

  it('a kernel that was never measured is named, and counted as nothing', () => {
    expect(predictCosts(dense(4), costs({}))).toEqual({
      instructions: [0],
      codeBytes: 0,
      stackBytes: 0,
      unknownKernels: [kernel],
    });
  });
});

describe('costsOf', () => {
  it('an unknown target is refused with those there are', () => {
    expect(() => costsOf([costs({})], 'z80')).toThrow(
      expect.objectContaining<Partial<AppError>>({
        code: 'TINYML.UNKNOWN_TARGET',
        message: 'nothing was measured on z80; there are imagined',
      }),
    );
  });
});
