import { ElementArray } from '../graph/element-types';
import { Shape } from '../graph/model.types';
import { Kernel, Site } from './operator';
import { requireQuantized } from './quantized';

/** The output has the input's shape. */
export function sameShapeAsInput(site: Site): readonly Shape[] {
  return [site.input(0).shape];
}

export function oneStepEach(site: Site): number {
  return site.input(0).count;
}

/**
 * Applies a function of one stored value to each, both ends of the same type. Of 8-bit values it is asked once each,
 * before the first run.
 */
export function unaryKernel(site: Site, apply: (stored: number) => number): Kernel {
  const [input, output] = [site.input(0), site.output(0)];
  requireQuantized(site, [input, output], ['int8', 'int16']);
  const [x, out] = [input.values as Int8Array, output.values as Int8Array];
  if (input.type === 'int8') {
    const table = Int8Array.from({ length: 256 }, (_, i) => apply(i - 128));
    return () => lookUp(table, x, out);
  }
  return () => {
    for (let i = 0; i < x.length; i++) out[i] = apply(x[i]!);
  };
}

function lookUp(table: Int8Array, x: ElementArray, out: ElementArray): void {
  for (let i = 0; i < x.length; i++) out[i] = table[(x[i] as number) + 128]!;
}
