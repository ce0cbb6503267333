import { badSpec } from '../network/errors';

/** How the learning rate changes over a training. Shares are of all steps. */
export type ScheduleSpec =
  | { readonly kind: 'constant'; readonly warmupShare?: number }
  /** Down half a cosine from the full rate to `floor` of it (Loshchilov and Hutter, 2017). */
  | { readonly kind: 'cosine'; readonly warmupShare?: number; readonly floor?: number };

/** Factors of the learning rate: one row for each kind, by how much of the time after the warm-up has passed. */
const SCHEDULES: Readonly<Record<ScheduleSpec['kind'], (spec: ScheduleSpec, passed: number) => number>> = {
  constant: () => 1,
  cosine(spec, passed) {
    const floor = spec.kind === 'cosine' ? (spec.floor ?? 0) : 0;
    return floor + (1 - floor) * 0.5 * (1 + Math.cos(Math.PI * passed));
  },
};

/**
 * The factor in [0, 1] of the learning rate at a step: rises evenly over the warm-up, at whose first step it is already above 0,
 * then follows the schedule, whose last step still moves. `step` counts from 0.
 */
export function scheduleFactor(spec: ScheduleSpec, step: number, steps: number): number {
  const warmup = Math.floor((spec.warmupShare ?? 0) * steps);
  if (step < warmup) return (step + 1) / (warmup + 1);
  return SCHEDULES[spec.kind](spec, (step - warmup) / Math.max(1, steps - warmup));
}

/** Throws `TRAINING.BAD_SPEC` for a schedule without sense. */
export function checkSchedule(spec: ScheduleSpec): void {
  if (!Object.hasOwn(SCHEDULES, spec.kind)) throw badSpec(`no schedule of kind '${String(spec.kind)}'`);
  const { warmupShare = 0 } = spec;
  if (!(warmupShare >= 0 && warmupShare < 1))
    throw badSpec(`warmupShare lies in [0, 1), not at ${warmupShare}`);
  const floor = spec.kind === 'cosine' ? (spec.floor ?? 0) : 0;
  if (!(floor >= 0 && floor <= 1)) throw badSpec(`floor lies in [0, 1], not at ${floor}`);
}
