import { SEVERITIES, type AlertResponse } from '@fettle/contracts';

/** The alerts of one machine. */
export interface AlertGroup {
  readonly assetId: string;
  readonly assetName: string;
  readonly siteName: string;
  readonly alerts: readonly AlertResponse[];
}

const rank = (alert: AlertResponse): number =>
  (alert.state === 'firing' ? 10 : 0) + SEVERITIES.indexOf(alert.severity);

/** More pressing first: firing before acknowledged, worse before milder, newer before older. */
export function byPressure(a: AlertResponse, b: AlertResponse): number {
  return rank(b) - rank(a) || Date.parse(b.firedAt) - Date.parse(a.firedAt);
}

/** Alerts by machine, the machine with the most pressing alert first. Every alert is in exactly one group. */
export function groupAlerts(alerts: readonly AlertResponse[]): AlertGroup[] {
  const groups = new Map<string, AlertResponse[]>();
  for (const alert of [...alerts].sort(byPressure)) {
    const group = groups.get(alert.assetId);
    if (group === undefined) groups.set(alert.assetId, [alert]);
    else group.push(alert);
  }
  return [...groups.values()].flatMap((members) => {
    const first = members[0];
    if (first === undefined) return [];
    return [
      { assetId: first.assetId, assetName: first.assetName, siteName: first.siteName, alerts: members },
    ];
  });
}
