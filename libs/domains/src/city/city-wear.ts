import { DAY_MS } from '@fettle/kernel';
import type { WearPlan } from '../domain-pack';
import { LAMPS } from './junction';

/** In the order that the physics reads: the lamps, the battery. */
export const junctionWear: readonly WearPlan[] = [
  ...LAMPS.map((colour): WearPlan => ({
    component: `${colour}_lamp`,
    failureMode: 'led_degradation',
    medianLifeMs: 1500 * DAY_MS,
    weibullShape: 2,
    developDays: [20, 40],
    law: 'steady',
    wander: 0.08,
    repairHours: [3, 20],
  })),
  {
    component: 'battery',
    failureMode: 'capacity_fade',
    medianLifeMs: 1300 * DAY_MS,
    weibullShape: 2.5,
    developDays: [30, 55],
    law: 'steady',
    wander: 0.08,
    repairHours: [4, 30],
  },
];

/** In the order that the physics reads: the NO2 cell, the particle sensor. */
export const airStationWear: readonly WearPlan[] = [
  {
    component: 'no2_sensor',
    failureMode: 'drift',
    medianLifeMs: 450 * DAY_MS,
    weibullShape: 2,
    developDays: [22, 40],
    law: 'steady',
    wander: 0.08,
    repairHours: [6, 40],
  },
  {
    component: 'pm_sensor',
    failureMode: 'fouling',
    medianLifeMs: 400 * DAY_MS,
    weibullShape: 1.6,
    developDays: [16, 30],
    law: 'steady',
    wander: 0.1,
    repairHours: [4, 20],
  },
];
