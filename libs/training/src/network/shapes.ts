import { AppError } from '@fettle/kernel';
import { badShape, badSpec, wholeNumber } from './errors';
import { activationNameOf } from './layers/activations';
import { type Shape, sizeOf } from './layers/layer';
import { layerKindOf } from './layers/registry';
import type { NetworkSpec, NetworkWeights } from './network.types';

/** Most numbers that the weights, or one sample's tensors, may have together: far above what any microcontroller holds. */
const MOST_NUMBERS = 2 ** 27;

/**
 * Shapes of every tensor without the batch: [0] what goes in, [i + 1] what layer i gives. Nothing is allocated.
 * Throws `TRAINING.BAD_SPEC`, `TRAINING.BAD_SHAPE` (with the layer's index in details) or `TRAINING.TOO_LARGE`.
 */
export function shapesOf(spec: NetworkSpec): readonly Shape[] {
  if (spec.layers.length === 0) throw badSpec('a network has at least one layer');
  if (spec.input.length === 0) throw badSpec('the input has at least one axis');
  for (const size of spec.input) wholeNumber('a size of the input', size);
  const shapes: Shape[] = [spec.input];
  for (const [index, layer] of spec.layers.entries()) {
    shapes.push(outputOf(spec, index, shapes[index]!));
    if (activationNameOf(layer) === 'softmax' && index < spec.layers.length - 1) {
      throw badSpec(`softmax comes at the end only, not in layer ${index}`, { layer: index });
    }
  }
  refuseTooLarge(
    'the tensors of a sample',
    shapes.reduce((sum, shape) => sum + sizeOf(shape), 0),
  );
  return shapes;
}

function outputOf(spec: NetworkSpec, index: number, input: Shape): Shape {
  const layer = spec.layers[index]!;
  try {
    return layerKindOf(layer).outputShape(layer, input);
  } catch (error) {
    if (!(error instanceof AppError)) throw error;
    throw new AppError(error.code, `layer ${index} (${layer.kind}): ${error.message}`, {
      details: { ...error.details, layer: index },
      cause: error,
    });
  }
}

/** Throws `TRAINING.TOO_LARGE` above what a network here may have. */
export function refuseTooLarge(what: string, numbers: number): void {
  if (numbers <= MOST_NUMBERS) return;
  throw new AppError('TRAINING.TOO_LARGE', `${what}: ${numbers} numbers exceed ${MOST_NUMBERS}`, {
    details: { numbers, limit: MOST_NUMBERS },
  });
}

/** Elements of one sample that goes in. */
export function inputSizeOf(spec: NetworkSpec): number {
  return sizeOf(spec.input);
}

/** Elements of one sample's result. */
export function outputSizeOf(spec: NetworkSpec): number {
  return sizeOf(shapesOf(spec).at(-1)!);
}

/** Multiplications of one sample's forward pass, layer by layer. */
export function multiplyAccumulatesOf(spec: NetworkSpec): readonly number[] {
  const shapes = shapesOf(spec);
  return spec.layers.map((layer, index) => layerKindOf(layer).multiplyAccumulates(layer, shapes[index]!));
}

/** Whole samples in an array. Throws `TRAINING.BAD_SHAPE` where the last one is cut off or there is none. */
export function countSamples(values: Float32Array, size: number): number {
  const count = values.length / size;
  if (Number.isInteger(count) && count > 0) return count;
  throw badShape(`${values.length} numbers are not a whole number of samples of ${size}`, {
    length: values.length,
    size,
  });
}

/** Throws `TRAINING.BAD_SHAPE` unless the weights are those that the spec asks for, array by array. */
export function checkWeights(spec: NetworkSpec, weights: NetworkWeights): void {
  const shapes = shapesOf(spec);
  if (weights.length !== spec.layers.length) {
    throw badShape(`${spec.layers.length} layers, weights of ${weights.length}`);
  }
  for (const [index, layer] of spec.layers.entries()) {
    for (const [role, rule] of Object.entries(layerKindOf(layer).parameters(layer, shapes[index]!))) {
      const length = weights[index]![role]?.length;
      if (length === sizeOf(rule.shape)) continue;
      throw badShape(
        `layer ${index} (${layer.kind}): ${role} has ${length ?? 'no'} numbers, not [${rule.shape.join(', ')}]`,
      );
    }
  }
}
