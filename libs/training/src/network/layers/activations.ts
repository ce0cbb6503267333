import { badSpec } from '../errors';
import type { ActivationName, LayerSpec } from '../network.types';

/** A function applied in place, and the way back through it from what came out of it. */
export interface Activation {
  /** Over the first `length` elements, rows of `row`. */
  apply(values: Float32Array, length: number, row: number): void;
  /** Turns the gradient by the outputs into that by the inputs. */
  back(outputs: Float32Array, gradient: Float32Array, length: number, row: number): void;
}

/** Every activation, one row each; `linear` is none. */
export const ACTIVATIONS: { readonly [K in Exclude<ActivationName, 'linear'>]: Activation } = {
  relu: {
    apply(values, length) {
      for (let i = 0; i < length; i++) if (values[i]! < 0) values[i] = 0;
    },
    back(outputs, gradient, length) {
      for (let i = 0; i < length; i++) if (outputs[i]! <= 0) gradient[i] = 0;
    },
  },
  relu6: {
    apply(values, length) {
      for (let i = 0; i < length; i++) values[i] = Math.min(6, Math.max(0, values[i]!));
    },
    back(outputs, gradient, length) {
      for (let i = 0; i < length; i++) if (outputs[i]! <= 0 || outputs[i]! >= 6) gradient[i] = 0;
    },
  },
  sigmoid: {
    apply(values, length) {
      for (let i = 0; i < length; i++) values[i] = 1 / (1 + Math.exp(-values[i]!));
    },
    back(outputs, gradient, length) {
      for (let i = 0; i < length; i++) gradient[i]! *= outputs[i]! * (1 - outputs[i]!);
    },
  },
  tanh: {
    apply(values, length) {
      for (let i = 0; i < length; i++) values[i] = Math.tanh(values[i]!);
    },
    back(outputs, gradient, length) {
      for (let i = 0; i < length; i++) gradient[i]! *= 1 - outputs[i]! * outputs[i]!;
    },
  },
  softmax: { apply: softmaxRows, back: backThroughSoftmax },
};

/** Rows of positive numbers of sum 1, shifted by the largest so that nothing overflows. */
export function softmaxRows(values: Float32Array, length: number, row: number): void {
  for (let start = 0; start < length; start += row) {
    let most = -Infinity;
    for (let i = start; i < start + row; i++) most = Math.max(most, values[i]!);
    let sum = 0;
    for (let i = start; i < start + row; i++) sum += values[i] = Math.exp(values[i]! - most);
    for (let i = start; i < start + row; i++) values[i]! /= sum;
  }
}

function backThroughSoftmax(
  outputs: Float32Array,
  gradient: Float32Array,
  length: number,
  row: number,
): void {
  for (let start = 0; start < length; start += row) {
    let along = 0;
    for (let i = start; i < start + row; i++) along += outputs[i]! * gradient[i]!;
    for (let i = start; i < start + row; i++) gradient[i] = outputs[i]! * (gradient[i]! - along);
  }
}

/** What follows a layer's sum; `linear` where it says nothing. Throws `TRAINING.BAD_SPEC` for a name that there is not. */
export function activationNameOf(spec: LayerSpec): ActivationName {
  const name = 'activation' in spec ? (spec.activation ?? 'linear') : 'linear';
  if (name !== 'linear' && !Object.hasOwn(ACTIVATIONS, name))
    throw badSpec(`no activation '${String(name)}'`);
  return name;
}

/** The row of an activation, undefined for `linear`. */
export function activationOf(name: ActivationName): Activation | undefined {
  return name === 'linear' ? undefined : ACTIVATIONS[name];
}
