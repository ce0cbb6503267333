import type { FleetSummaryResponse } from '@fettle/contracts';

function machines(count: number): string {
  return count === 1 ? '1 machine needs' : `${count} machines need`;
}

/** The fleet in one line: how many need a wrench now, how many soon, or that nothing does. */
export function fleetHeadline(counts: FleetSummaryResponse['total']): string {
  if (counts.critical > 0) {
    const soon = counts.warning > 0 ? `, ${counts.warning} more soon` : '';
    return `${machines(counts.critical)} a wrench this week${soon}`;
  }
  if (counts.warning > 0) return `${machines(counts.warning)} a visit planned, none this week`;
  if (counts.watch > 0) return `Nothing needs a wrench; ${counts.watch} to watch`;
  if (counts.healthy > 0) return 'Nothing needs a wrench';
  return counts.learning > 0 ? 'Still learning what healthy looks like' : 'No machines yet';
}
