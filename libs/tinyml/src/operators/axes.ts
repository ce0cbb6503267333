import { Site } from './operator';

/** Axes counted from the end made positive, each once, in rising order; refuses any that `rank` has not. */
export function resolveAxes(site: Site, axes: readonly number[], rank: number): readonly number[] {
  const resolved = axes.map((axis) => resolveAxis(site, axis, rank));
  return [...new Set(resolved)].sort((a, b) => a - b);
}

export function resolveAxis(site: Site, axis: number, rank: number): number {
  const positive = axis < 0 ? axis + rank : axis;
  site.require(positive >= 0 && positive < rank, `axis ${axis} of ${rank} dimensions`);
  return positive;
}
