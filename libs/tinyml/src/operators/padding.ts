import { Shape } from '../graph/model.types';
import { stridesOf } from '../graph/shapes';
import { Kernel, Site } from './operator';
import { constantInts } from './quantized';
import { walk } from './walking';

/** Elements before and after each dimension. */
function amounts(site: Site): readonly (readonly [number, number])[] {
  const { shape } = site.input(0);
  const given = constantInts(site, site.input(1));
  site.require(given.length === 2 * shape.length, 'paddings do not fit the dimensions');
  site.require(
    given.every((amount) => amount >= 0),
    'a padding is negative',
  );
  return shape.map((_, i) => [given[2 * i]!, given[2 * i + 1]!]);
}

export function paddedShape(site: Site): readonly Shape[] {
  const around = amounts(site);
  return [site.input(0).shape.map((extent, i) => extent + around[i]![0] + around[i]![1])];
}

/** Where in the output the first value of the input lies. */
export function paddingStart(site: Site): number {
  const strides = stridesOf(site.output(0).shape);
  return amounts(site).reduce((sum, [before], i) => sum + before * strides[i]!, 0);
}

/** Surrounds the input with one stored value, asked for at every run. */
export function paddingKernel(site: Site, value: () => number): Kernel {
  const [input, output] = [site.input(0), site.output(0)];
  site.require(input.type === output.type && input.type !== 'int64', 'input and output differ in type');
  const next = walk(input.shape, stridesOf(output.shape), paddingStart(site));
  const [from, to] = [input.values as Int8Array, output.values as Int8Array];
  return () => {
    to.fill(value());
    for (let i = 0; i < from.length; i++) to[next()] = from[i]!;
  };
}
