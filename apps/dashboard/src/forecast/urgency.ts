import type { Urgency } from '@fettle/contracts';

/** The word that stands beside shape and colour wherever an urgency is shown. */
export const URGENCY_WORDS: Readonly<Record<Urgency, string>> = {
  critical: 'Act now',
  warning: 'Plan',
  watch: 'Watch',
  healthy: 'Healthy',
  learning: 'Learning',
};

/** What the word means, for whoever asks. */
export const URGENCY_MEANINGS: Readonly<Record<Urgency, string>> = {
  critical: 'more likely than not to fail within 7 days',
  warning: 'a real chance of failure within 7 days, or more likely than not within 30',
  watch: 'a chance of failure within 30 days',
  healthy: 'no failure in sight within 30 days',
  learning: 'not enough data for a forecast yet',
};

/** True for the urgencies that ask somebody to do something; the others are folded away on the fleet screen. */
export function asksForAction(urgency: Urgency): boolean {
  return urgency === 'critical' || urgency === 'warning' || urgency === 'watch';
}
