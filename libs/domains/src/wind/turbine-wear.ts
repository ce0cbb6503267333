import { DAY_MS } from '@fettle/kernel';
import type { WearPlan } from '../domain-pack';

/** In the order that the physics reads. */
export const turbineWear: readonly WearPlan[] = [
  {
    component: 'main_bearing',
    failureMode: 'raceway_spall',
    medianLifeMs: 2200 * DAY_MS,
    weibullShape: 1.5,
    developDays: [24, 40],
    law: 'paris',
    wander: 0.1,
    repairHours: [30, 72],
  },
  {
    component: 'gearbox',
    failureMode: 'tooth_pitting',
    medianLifeMs: 1800 * DAY_MS,
    weibullShape: 1.5,
    developDays: [22, 40],
    law: 'paris',
    wander: 0.1,
    repairHours: [30, 72],
  },
  {
    component: 'pitch',
    failureMode: 'actuator_wear',
    medianLifeMs: 800 * DAY_MS,
    weibullShape: 1.2,
    developDays: [16, 30],
    law: 'paris',
    wander: 0.1,
    repairHours: [6, 20],
  },
];
