import type { AlertResponse } from '@fettle/contracts';

/** Open alerts in one line: how many nobody is on. `more` when not all of them are loaded. */
export function alertsHeadline(alerts: readonly AlertResponse[], more: boolean): string {
  const firing = alerts.filter((alert) => alert.state === 'firing').length;
  const taken = alerts.length - firing;
  const plus = more ? '+' : '';
  if (firing === 0)
    return taken === 0 ? 'Nothing is firing' : `Somebody is on all ${taken}${plus} open alerts`;
  const rest = taken === 0 ? '' : `, ${taken}${plus} taken`;
  return `${firing}${plus} firing with nobody on ${firing === 1 ? 'it' : 'them'}${rest}`;
}
