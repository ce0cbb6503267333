import { TargetCosts } from '../target-costs';
import { cortexM4Costs } from './cortex-m4.costs';

/** Every target that kernels were measured on; `tests/bench/edge/calibrate` writes the rows. */
export const TARGET_COSTS: readonly TargetCosts[] = [cortexM4Costs];
