import { Shape } from '../graph/model.types';
import { resolveAxes } from './axes';
import { OptionSource, Site, Work } from './operator';
import { constantInts } from './quantized';
import { walk, Walk } from './walking';

/** Options of operators that make one value of all along some axes. */
export type ReductionOptions = { readonly keepDimensions: boolean };

export function readReductionOptions(source: OptionSource): ReductionOptions {
  return { keepDimensions: source.bool(0) };
}

/** The axes that go, each once, in rising order. */
export function reducedAxes(site: Site<ReductionOptions>): readonly number[] {
  return resolveAxes(site, constantInts(site, site.input(1)), site.input(0).shape.length);
}

export function reducedShape(site: Site<ReductionOptions>): Shape {
  const axes = reducedAxes(site);
  const { shape } = site.input(0);
  if (site.options.keepDimensions) return shape.map((extent, i) => (axes.includes(i) ? 1 : extent));
  return shape.filter((_, i) => !axes.includes(i));
}

/** Which output each input in turn counts for. */
export function reductionTargets(site: Site<ReductionOptions>): Walk {
  const axes = reducedAxes(site);
  const { shape } = site.input(0);
  const strides = new Array<number>(shape.length).fill(0);
  let next = 1;
  for (let i = shape.length - 1; i >= 0; i--) {
    if (axes.includes(i)) continue;
    strides[i] = next;
    next *= shape[i]!;
  }
  return walk(shape, strides);
}

/** Runs of so few values are no loop any more. */
const LOOSE = 3;

/**
 * Of values that become fewer; `valueRows` are the runs of them along the inner of two axes, `divided` the results whose
 * place takes a division to find.
 */
export function reductionWork(site: Site<ReductionOptions>): Work {
  const [outputs, values] = [site.output(0).count, site.input(0).count];
  const { rows, columns, inner } = reductionOf(site) ?? { rows: 1, columns: values / outputs, inner: 1 };
  return {
    macs: 0,
    outputs,
    divided: inner === 1 ? 0 : outputs,
    valueRows: outputs * rows,
    ...(columns > LOOSE ? { values } : { looseValues: values }),
  };
}

/** An input as [outer, rows, middle, columns, inner], of which rows and columns go; an output is [outer, middle, inner]. */
export interface Reduction {
  readonly outer: number;
  readonly rows: number;
  readonly middle: number;
  readonly columns: number;
  readonly inner: number;
}

/** Neighbouring axes of a kind as one; those that lie in one place are the columns. Undefined: in three places or more. */
export function reductionOf(site: Site<ReductionOptions>): Reduction | undefined {
  const axes = reducedAxes(site);
  // From the innermost group, kept and reduced in turn: inner, columns, middle, rows, outer.
  const groups = [1];
  const { shape } = site.input(0);
  for (let axis = shape.length - 1; axis >= 0; axis--) {
    if (shape[axis] === 1) continue;
    const reducing = groups.length % 2 === 0;
    if (reducing !== axes.includes(axis)) groups.push(1);
    groups[groups.length - 1]! *= shape[axis]!;
  }
  if (groups.length > 5) return undefined;
  const [inner = 1, columns = 1, middle = 1, rows = 1, outer = 1] = groups;
  return rows === 1
    ? { outer: middle, rows: 1, middle: 1, columns, inner }
    : { outer, rows, middle, columns, inner };
}
