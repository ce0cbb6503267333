import { badShape } from './errors';
import { type ParameterRule, sizeOf } from './layers/layer';
import { layerKindOf } from './layers/registry';
import type { NetworkSpec, NetworkWeights } from './network.types';
import { refuseTooLarge, shapesOf } from './shapes';

/** Where one array of a layer lies among all numbers of a network. */
export interface LayoutEntry {
  readonly layer: number;
  readonly role: string;
  readonly start: number;
  readonly length: number;
  readonly rule: ParameterRule;
}

/** All numbers of a network one after the other: what optimizers work on and what threads share. */
export interface WeightLayout {
  readonly layers: number;
  readonly entries: readonly LayoutEntry[];
  readonly length: number;
}

/** Layers in order, roles in their kind's order. Throws what `shapesOf` throws, and `TRAINING.TOO_LARGE`. */
export function layoutOf(spec: NetworkSpec): WeightLayout {
  const shapes = shapesOf(spec);
  const entries: LayoutEntry[] = [];
  let start = 0;
  for (const [index, layer] of spec.layers.entries()) {
    for (const [role, rule] of Object.entries(layerKindOf(layer).parameters(layer, shapes[index]!))) {
      const length = sizeOf(rule.shape);
      entries.push({ layer: index, role, start, length, rule });
      start += length;
    }
  }
  refuseTooLarge('the weights', start);
  return { layers: spec.layers.length, entries, length: start };
}

/** The network's arrays as windows onto `flat`: changing one changes the other. */
export function viewsOf(layout: WeightLayout, flat: Float32Array): NetworkWeights {
  const weights = Array.from({ length: layout.layers }, (): Record<string, Float32Array> => ({}));
  for (const { layer, role, start, length } of layout.entries) {
    weights[layer]![role] = flat.subarray(start, start + length);
  }
  return weights;
}

/** Copies a network's arrays into `flat`. Throws `TRAINING.BAD_SHAPE` where they are not those of the layout. */
export function writeWeights(layout: WeightLayout, weights: NetworkWeights, flat: Float32Array): void {
  for (const { layer, role, start, length } of layout.entries) {
    const values = weights[layer]?.[role];
    if (values?.length !== length) {
      throw badShape(`layer ${layer}: ${role} has ${values?.length ?? 'no'} numbers, not ${length}`);
    }
    flat.set(values, start);
  }
}
