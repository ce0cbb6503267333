import { DAY_MS } from '@fettle/kernel';
import type { PreviewAlertRuleResponse } from '@fettle/contracts';
import type { PreviewedAlert } from '@fettle/alerting';
import type { ConfirmedFailure, PreviewAsset, PreviewRange } from '@fettle/persistence';
import { showEvidence } from '../alerts/alert-views';
import { iso, isoOrNull } from '../http/instants';

const MAX_ALERTS_SHOWN = 500;
const WEEK_MS = 7 * DAY_MS;
/** An alert that went away this long before the fault was found is still counted as having told of it. */
const GRACE_MS = DAY_MS;

/** What a preview found out. */
export interface PreviewFindings {
  readonly range: PreviewRange;
  readonly assets: readonly PreviewAsset[];
  readonly total: number;
  readonly alerts: readonly PreviewedAlert[];
  /** Those of the rule as it is; null when there is none to compare with. */
  readonly compared: readonly PreviewedAlert[] | null;
  readonly failures: readonly ConfirmedFailure[];
}

type Figures = NonNullable<PreviewAlertRuleResponse['compared']>;

/** The figures of a set of alerts over the range. */
export function figuresOf(alerts: readonly PreviewedAlert[], { fromMs, toMs }: PreviewRange): Figures {
  return {
    alertCount: alerts.length,
    alertsPerWeek: alerts.length / ((toMs - fromMs) / WEEK_MS),
    openMs: alerts.reduce((sum, alert) => sum + (alert.resolvedAtMs ?? toMs) - alert.firedAtMs, 0),
  };
}

/** The alert that was open when the fault was found, or shortly before: the one that had told longest; null when none had. */
export function alertBefore(
  failure: ConfirmedFailure,
  alerts: readonly PreviewedAlert[],
): PreviewedAlert | null {
  return alerts
    .filter(
      (alert) =>
        alert.assetId === failure.assetId &&
        (alert.component === null || failure.component === null || alert.component === failure.component) &&
        alert.firedAtMs <= failure.atMs &&
        (alert.resolvedAtMs ?? Infinity) >= failure.atMs - GRACE_MS,
    )
    .reduce<PreviewedAlert | null>(
      (first, alert) => (first && first.firedAtMs <= alert.firedAtMs ? first : alert),
      null,
    );
}

/** What REST says of a preview. */
export function showPreview(findings: PreviewFindings): PreviewAlertRuleResponse {
  const { range, assets, total, alerts, compared } = findings;
  const names = new Map(assets.map(({ id, name }) => [id, name]));
  const failures = findings.failures.map((failure) => {
    const alert = alertBefore(failure, alerts);
    return {
      workOrderId: failure.workOrderId,
      assetId: failure.assetId,
      assetName: names.get(failure.assetId) ?? '',
      component: failure.component,
      at: iso(failure.atMs),
      leadTimeMs: alert && failure.atMs - alert.firedAtMs,
    };
  });
  const ordered = [...alerts].sort((a, b) => a.firedAtMs - b.firedAtMs);
  return {
    from: iso(range.fromMs),
    to: iso(range.toMs),
    assets: assets.length,
    assetsLeftOut: total - assets.length,
    ...figuresOf(alerts, range),
    compared: compared && figuresOf(compared, range),
    alerts: ordered.slice(0, MAX_ALERTS_SHOWN).map((alert) => ({
      assetId: alert.assetId,
      assetName: names.get(alert.assetId) ?? '',
      component: alert.component,
      firedAt: iso(alert.firedAtMs),
      resolvedAt: isoOrNull(alert.resolvedAtMs),
      evidence: showEvidence(alert.evidence),
    })),
    caught: failures.filter(({ leadTimeMs }) => leadTimeMs !== null),
    missed: failures.filter(({ leadTimeMs }) => leadTimeMs === null),
  };
}
