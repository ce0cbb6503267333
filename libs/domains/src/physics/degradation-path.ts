import { assertUnreachable, type Random } from '@fettle/kernel';
import type { WearLaw } from '../domain-pack';

/** Defect size at onset relative to the critical one. */
const INITIAL_DEFECT = 0.05;
const BRIDGE_TERMS = 6;

/**
 * Severity (0..1) after a share (0..1) of the time from onset to failure; rises, 0 at 0 and 1 at 1.
 *
 * `paris`: dD/dt = k D^p with p = 1 + 0.35 curvature, in closed form, read on a log scale. p = 1 is the exponential
 * degradation of Gebraeel et al. (2005), straight on a log scale; p above 1 the acceleration of Paris and Erdogan (1963)
 * as used for bearing spalls by Li et al. (1999).
 * `steady`: u^(1 + 0.3 curvature): drift, fade and wear that add up (Archard 1953: wear depth is proportional to sliding).
 */
export function growth(law: WearLaw, share: number, curvature: number): number {
  switch (law) {
    case 'steady':
      return share ** (1 + 0.3 * curvature);
    case 'paris': {
      const excess = 0.35 * curvature;
      if (excess < 1e-3) return share;
      const start = INITIAL_DEFECT ** -excess;
      return 1 + Math.log(start + share * (1 - start)) / excess / Math.log(INITIAL_DEFECT);
    }
    default:
      return assertUnreachable(law);
  }
}

/** Random coefficients of a Brownian bridge. */
export function drawBridge(random: Random): readonly number[] {
  return Array.from({ length: BRIDGE_TERMS }, () => random.normal());
}

/**
 * A Brownian bridge on [0, 1], zero at both ends, by the first terms of its Karhunen-Loève expansion
 * sum Z_k sqrt(2) sin(k pi u) / (k pi). A smooth function of time, so that the path does not depend on the steps, and a
 * failure comes exactly when it was drawn.
 */
export function bridgeAt(coefficients: readonly number[], share: number): number {
  const angle = Math.PI * share;
  const twiceCos = 2 * Math.cos(angle);
  let previous = 0;
  let sine = Math.sin(angle);
  let sum = 0;
  for (let k = 0; k < coefficients.length; k++) {
    sum += (coefficients[k]! * sine) / (k + 1);
    const next = twiceCos * sine - previous;
    previous = sine;
    sine = next;
  }
  return (Math.SQRT2 / Math.PI) * sum;
}
