import { TargetCosts } from '../target-costs';
import { cortexM4Costs } from './cortex-m4.costs';

/** The Cortex-M4's figures: the same instructions; that they hold here, too, is seen on the board. */
export const cortexM33Costs: TargetCosts = { ...cortexM4Costs, target: 'cortex-m33' };
