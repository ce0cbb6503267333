import type { AlertChanged, AlertEvidence, AlertState, Severity } from '@fettle/contracts';
import type { PoolClient } from 'pg';

/** An alert as it stands, with the names a person reads. Times are event times in epoch ms. */
export interface StoredAlert extends AlertChanged {
  readonly target: string;
  readonly assetName: string;
  readonly domain: string;
  readonly siteName: string;
  readonly acknowledgedAtMs: number | null;
  readonly acknowledgedBy: string | null;
  readonly resolvedBy: string | null;
  /** Why it was resolved: `RULE.RECOVERED`, `RULE.CHANGED`, `RULE.DELETED`, `RULE.DISABLED`, `ALERT.RESOLVED_BY_USER`. */
  readonly resolveReason: string | null;
}

/** One step of an alert's life. */
export interface AlertStep {
  readonly atMs: number;
  readonly state: AlertState;
  readonly reason: string;
  readonly by: string | null;
  readonly note: string | null;
}

export interface AlertFilter {
  /** `open`: firing or acknowledged. */
  readonly state?: AlertState | 'open' | undefined;
  readonly assetId?: string | undefined;
  readonly severity?: Severity | undefined;
  readonly limit: number;
  /** Only alerts after this one in the list's order. */
  readonly after?: { readonly firedAtMs: number; readonly id: string } | undefined;
}

interface AlertRow {
  id: string;
  tenant_id: string;
  revision: number;
  rule_id: string;
  rule_version: number;
  rule_name: string;
  severity: Severity;
  asset_id: string;
  component: string | null;
  target: string;
  state: AlertState;
  fired_at_ms: string;
  changed_at_ms: string;
  acknowledged_at_ms: string | null;
  resolved_at_ms: string | null;
  resolve_reason: string | null;
  evidence: AlertEvidence;
  asset_name: string;
  domain: string;
  site_name: string;
  acknowledged_by_name: string | null;
  resolved_by_name: string | null;
}

const SELECT = `
  SELECT l.*, a.name AS asset_name, a.domain, s.name AS site_name, ack.name AS acknowledged_by_name, res.name AS resolved_by_name
  FROM alerts l JOIN assets a ON a.id = l.asset_id JOIN sites s ON s.id = a.site_id
  LEFT JOIN users ack ON ack.id = l.acknowledged_by LEFT JOIN users res ON res.id = l.resolved_by`;

function millis(text: string | null): number | null {
  return text === null ? null : Number(text);
}

function fromRow(row: AlertRow): StoredAlert {
  return {
    alertId: row.id,
    tenantId: row.tenant_id,
    revision: row.revision,
    ruleId: row.rule_id,
    ruleVersion: row.rule_version,
    ruleName: row.rule_name,
    severity: row.severity,
    assetId: row.asset_id,
    component: row.component,
    target: row.target,
    state: row.state,
    firedAtMs: Number(row.fired_at_ms),
    changedAtMs: Number(row.changed_at_ms),
    acknowledgedAtMs: millis(row.acknowledged_at_ms),
    resolvedAtMs: millis(row.resolved_at_ms),
    resolveReason: row.resolve_reason,
    evidence: row.evidence,
    assetName: row.asset_name,
    domain: row.domain,
    siteName: row.site_name,
    acknowledgedBy: row.acknowledged_by_name,
    resolvedBy: row.resolved_by_name,
  };
}

/** Alerts of the tenant, newest first; at most `limit`. */
export async function listAlerts(
  client: PoolClient,
  tenantId: string,
  filter: AlertFilter,
): Promise<StoredAlert[]> {
  const { rows } = await client.query<AlertRow>(
    `${SELECT}
     WHERE l.tenant_id = $1
       AND ($2::text IS NULL OR l.state = $2 OR ($2 = 'open' AND l.state <> 'resolved'))
       AND ($3::uuid IS NULL OR l.asset_id = $3) AND ($4::text IS NULL OR l.severity = $4)
       AND ($5::bigint IS NULL OR (l.fired_at_ms, l.id) < ($5, $6::uuid))
     ORDER BY l.fired_at_ms DESC, l.id DESC LIMIT $7`,
    [
      tenantId,
      filter.state ?? null,
      filter.assetId ?? null,
      filter.severity ?? null,
      filter.after?.firedAtMs ?? null,
      filter.after?.id ?? null,
      filter.limit,
    ],
  );
  return rows.map(fromRow);
}

/** Null when the tenant has no such alert. */
export async function findAlert(
  client: PoolClient,
  tenantId: string,
  id: string,
): Promise<StoredAlert | null> {
  const { rows } = await client.query<AlertRow>(`${SELECT} WHERE l.tenant_id = $1 AND l.id = $2`, [
    tenantId,
    id,
  ]);
  return rows[0] ? fromRow(rows[0]) : null;
}

/** The alert's life so far, oldest step first. */
export async function listAlertSteps(
  client: PoolClient,
  tenantId: string,
  alertId: string,
): Promise<AlertStep[]> {
  const { rows } = await client.query<{
    at_ms: string;
    state: AlertState;
    reason: string;
    by_name: string | null;
    note: string | null;
  }>(
    `SELECT e.at_ms, e.state, e.reason, u.name AS by_name, e.note FROM alert_events e LEFT JOIN users u ON u.id = e.by_user
     WHERE e.tenant_id = $1 AND e.alert_id = $2 ORDER BY e.revision`,
    [tenantId, alertId],
  );
  return rows.map(({ at_ms, by_name, ...rest }) => ({ ...rest, atMs: Number(at_ms), by: by_name }));
}

/** The alert as an event for `alerts.v1`. */
export function toAlertChanged(alert: StoredAlert): AlertChanged {
  const { alertId, tenantId, revision, ruleId, ruleVersion, ruleName, assetId, component, severity } = alert;
  const { state, firedAtMs, changedAtMs, resolvedAtMs, evidence } = alert;
  return {
    ...{ tenantId, alertId, revision, ruleId, ruleVersion, ruleName, assetId, component, severity },
    ...{ state, firedAtMs, changedAtMs, resolvedAtMs, evidence },
  };
}
