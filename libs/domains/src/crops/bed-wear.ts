import { DAY_MS } from '@fettle/kernel';
import type { WearPlan } from '../domain-pack';

/** In the order that the physics reads. */
export const cropBedWear: readonly WearPlan[] = [
  {
    component: 'pump',
    failureMode: 'impeller_bearing_wear',
    medianLifeMs: 700 * DAY_MS,
    weibullShape: 1.6,
    developDays: [16, 30],
    law: 'paris',
    wander: 0.1,
    repairHours: [6, 24],
  },
  {
    component: 'valve',
    failureMode: 'scaling',
    medianLifeMs: 600 * DAY_MS,
    weibullShape: 2,
    developDays: [18, 35],
    law: 'steady',
    wander: 0.1,
    repairHours: [3, 12],
  },
  {
    component: 'moisture_probe',
    failureMode: 'drift',
    medianLifeMs: 500 * DAY_MS,
    weibullShape: 1.8,
    developDays: [20, 40],
    law: 'steady',
    wander: 0.08,
    repairHours: [4, 24],
  },
];
