import { AppError } from '@fettle/kernel';
import { storedValues } from '../spec-builders/one-operator';
import { encodeTflite, TensorSpec } from '../spec-builders/tflite';
import { loadTflite } from '../tflite/load-tflite';
import { compiledLayers, CompiledLayers } from './compiled-layers';
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

const kernel = dense(4).layers[0]!.kernel;
const costs = (kernels: Readonly<Record<string, KernelCosts>>, functionBytes = {}): TargetCosts => ({
  target: 'imagined',
  compiler: '',
  harnessBytes: 0,
  runInstructions: 0,
  functionBytes,
  kernels,
});
const row = (each: number, bytes: number, bytesPerLayer: number, stackBytes: number): KernelCosts => ({
  instructions: { macs: each },
  bytes,
  bytesPerLayer,
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
