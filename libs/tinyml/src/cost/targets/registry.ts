import { TargetCosts } from '../target-costs';
import { cortexM3Costs } from './cortex-m3.costs';
import { cortexM33Costs } from './cortex-m33.costs';
import { cortexM4Costs } from './cortex-m4.costs';
import { cortexM7Costs } from './cortex-m7.costs';

/** Every target that kernels were measured on; `tests/bench/edge/calibrate` writes the rows. */
export const TARGET_COSTS: readonly TargetCosts[] = [
  cortexM4Costs,
  cortexM3Costs,
  cortexM7Costs,
  cortexM33Costs,
];
