import { Shape } from '../../graph/model.types';
import { stridesOf } from '../../graph/shapes';
import { Site } from '../operator';
import { constantInts } from '../quantized';

/** Bit i of a mask speaks of entry i of begin, end and strides. */
export type SliceOptions = {
  readonly beginMask: number;
  readonly endMask: number;
  readonly ellipsisMask: number;
  readonly newAxisMask: number;
  readonly shrinkAxisMask: number;
  readonly offset: boolean;
};

/** What a slice takes along one dimension of the result. */
interface Taken {
  readonly count: number;
  /** Flat index step in the input. */
  readonly step: number;
  readonly dropped: boolean;
}

/** A slice as a walk over its input. */
export interface SlicePlan {
  /** As the output is declared. */
  readonly shape: Shape;
  /** The same with dropped dimensions as 1, as they are walked. */
  readonly walked: Shape;
  readonly steps: readonly number[];
  readonly start: number;
}

/** Resolves masks, ellipsis, negative indices and strides (numpy's rules); refuses what leaves nothing. */
export function slicePlan(site: Site<SliceOptions>): SlicePlan {
  const [begin, end, strides] = [1, 2, 3].map((i) => constantInts(site, site.input(i))) as [
    readonly number[],
    readonly number[],
    readonly number[],
  ];
  const { ellipsisMask, newAxisMask, shrinkAxisMask, offset } = site.options;
  site.require(!offset, 'ends relative to begins');
  site.require(
    begin.length === end.length && begin.length === strides.length,
    'begin, end and strides differ in number',
  );
  const { shape } = site.input(0);
  const inputSteps = stridesOf(shape);
  const taken: Taken[] = [];
  let start = 0;
  let axis = 0;
  const take = (entry: number | undefined): void => {
    site.require(axis < shape.length, 'more entries than dimensions');
    const range = rangeOf(
      site,
      entry === undefined ? undefined : [begin[entry]!, end[entry]!, strides[entry]!],
      entry,
      shape[axis]!,
    );
    start += range.from * inputSteps[axis]!;
    const dropped = entry !== undefined && (shrinkAxisMask & (1 << entry)) !== 0;
    taken.push({ count: range.count, step: range.stride * inputSteps[axis]!, dropped });
    axis++;
  };
  begin.forEach((_, entry) => {
    const bit = 1 << entry;
    if ((ellipsisMask & bit) !== 0) {
      const later = begin.filter((__, i) => i > entry && (newAxisMask & (1 << i)) === 0).length;
      while (axis < shape.length - later) take(undefined);
    } else if ((newAxisMask & bit) !== 0) {
      taken.push({ count: 1, step: 0, dropped: false });
    } else {
      take(entry);
    }
  });
  while (axis < shape.length) take(undefined);
  return {
    shape: taken.filter(({ dropped }) => !dropped).map(({ count }) => count),
    walked: taken.map(({ count }) => count),
    steps: taken.map(({ step }) => step),
    start,
  };
}

interface Range {
  readonly from: number;
  readonly count: number;
  readonly stride: number;
}

function rangeOf(
  site: Site<SliceOptions>,
  given: readonly [number, number, number] | undefined,
  entry: number | undefined,
  extent: number,
): Range {
  if (given === undefined || entry === undefined) return { from: 0, count: extent, stride: 1 };
  const [begin, end, stride] = given;
  site.require(stride !== 0, 'a stride is 0');
  const bit = 1 << entry;
  const [least, most] = stride > 0 ? [0, extent] : [-1, extent - 1];
  const clamp = (index: number): number =>
    Math.min(most, Math.max(least, index < 0 ? index + extent : index));
  const masked = (mask: number): boolean => (mask & bit) !== 0;
  const from = masked(site.options.beginMask) ? (stride > 0 ? 0 : extent - 1) : clamp(begin);
  if (masked(site.options.shrinkAxisMask)) {
    site.require(from >= 0 && from < extent, 'an index is out of range');
    return { from, count: 1, stride: 1 };
  }
  const to = masked(site.options.endMask) ? (stride > 0 ? extent : -1) : clamp(end);
  const count = Math.ceil((to - from) / stride);
  site.require(count > 0, 'nothing is left');
  return { from, count, stride };
}
