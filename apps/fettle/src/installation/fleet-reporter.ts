import type { FleetProgress } from '@fettle/app-fleet';

/** Tells of the past as it is lived through, a line for each tenth, and of the present once. */
export function fleetReporter(progress: (line: string) => void): (now: FleetProgress) => void {
  let told = -1;
  let live = false;
  return (now) => {
    const tenth = Math.floor(now.historyShare * 10);
    if (now.phase === 'history' && tenth > told) {
      told = tenth;
      progress(`      living through the past: ${tenth * 10} %, ${now.readingsSent} readings sent`);
    }
    if (now.phase === 'live' && !live) {
      live = true;
      progress(`      ${now.devices} devices report in real time`);
    }
  };
}
