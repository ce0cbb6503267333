import { LoweredGraph } from './lowered/lowered-graph.types';
import { Range } from './ranges/range-rule';
import { roundAway, Step } from './values';

/** Ranges narrower than this hold nothing but zero; they get a step that any rescaling can take. */
const NARROWEST = 1e-6;

/** The asymmetric int8 step over a range with zero taken in, which is stored exactly. Scales are float32. */
export function stepOver([low, high]: Range): Step {
  const least = Math.min(0, low);
  const greatest = Math.max(0, high);
  if (greatest - least < NARROWEST) return { scale: 1 / 256, zeroPoint: 0 };
  const scale = Math.fround((greatest - least) / 255);
  const zeroPoint = Math.max(-128, Math.min(127, -128 - roundAway(least / scale)));
  return { scale, zeroPoint };
}

/** The step of every group: prescribed, or laid over its range within the bounds of what its readers tell apart. */
export function stepsOf(graph: LoweredGraph, ranges: readonly (Range | undefined)[]): readonly Step[] {
  return graph.groups.map(({ fixed, bounds }, group) => {
    if (fixed !== undefined) return fixed;
    const [low, high] = ranges[group]!;
    return stepOver(
      bounds === undefined ? [low, high] : [Math.max(low, bounds[0]), Math.min(high, bounds[1])],
    );
  });
}
