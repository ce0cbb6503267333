import { DAY_MS } from '@fettle/kernel';
import type { WearPlan } from '../domain-pack';
import { AXLE_BOXES, DOORS } from './car';

/** In the order that the physics reads: four bearings, the wheelset, two doors. */
export const railCarWear: readonly WearPlan[] = [
  ...AXLE_BOXES.map((n): WearPlan => ({
    component: `bearing_${n}`,
    failureMode: 'raceway_spall',
    medianLifeMs: 1100 * DAY_MS,
    weibullShape: 1.5,
    developDays: [18, 32],
    law: 'paris',
    wander: 0.1,
    repairHours: [10, 30],
  })),
  {
    component: 'wheelset',
    failureMode: 'wheel_flat',
    medianLifeMs: 500 * DAY_MS,
    weibullShape: 1.1,
    developDays: [12, 20],
    law: 'steady',
    wander: 0.1,
    jump: 0.15,
    repairHours: [8, 24],
  },
  ...DOORS.map((n): WearPlan => ({
    component: `door_${n}`,
    failureMode: 'spindle_wear',
    medianLifeMs: 700 * DAY_MS,
    weibullShape: 2,
    developDays: [15, 35],
    law: 'steady',
    wander: 0.1,
    repairHours: [3, 10],
  })),
];
