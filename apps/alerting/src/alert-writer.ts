import type { AlertChange } from '@fettle/alerting';
import { TOPICS } from '@fettle/contracts';
import type { EventLog, LogRecord } from '@fettle/event-log';
import { findAlert, toAlertChanged } from '@fettle/persistence';
import type { PoolClient } from 'pg';

/** A change with the asset that it is about. */
export interface AssetChange {
  readonly tenantId: string;
  readonly assetId: string;
  readonly change: AlertChange;
}

const FIRE = `
  INSERT INTO alerts (id, tenant_id, revision, rule_id, rule_version, rule_name, severity, asset_id, component, target, state,
    fired_at_ms, changed_at_ms, evidence)
  VALUES ($1, $2, 1, $3, $4, $5, $6, $7, $8, $9, 'firing', $10, $10, $11)`;
const RESOLVE = `
  UPDATE alerts SET state = 'resolved', revision = revision + 1, changed_at_ms = greatest(changed_at_ms, $3),
    resolved_at_ms = greatest(fired_at_ms, $3), resolve_reason = $4
  WHERE tenant_id = $1 AND id = $2 AND state <> 'resolved'`;
/** Left open by the same rule when it looked at something else: windows before, forecasts now. */
const SUPERSEDED = `
  SELECT id FROM alerts WHERE tenant_id = $1 AND rule_id = $2 AND asset_id = $3 AND target = $4 AND state <> 'resolved' FOR UPDATE`;
const STEP = `
  INSERT INTO alert_events (alert_id, revision, tenant_id, at_ms, state, reason)
  SELECT id, revision, tenant_id, $3, state, $4 FROM alerts WHERE tenant_id = $1 AND id = $2`;

/** Writes alerts, the steps of their lives and the events for `alerts.v1`, all in the caller's transaction. */
export async function writeAlerts(
  client: PoolClient,
  log: EventLog,
  changes: readonly AssetChange[],
): Promise<void> {
  const records: LogRecord[] = [];
  for (const { tenantId, assetId, change } of changes) {
    const closing = change.kind === 'fired' ? await superseded(client, tenantId, assetId, change) : [change];
    for (const { alertId, atMs, reason } of closing) {
      await client.query(RESOLVE, [tenantId, alertId, atMs, reason]);
      records.push(await stepped(client, { tenantId, assetId, alertId, atMs, reason }));
    }
    if (change.kind !== 'fired') continue;
    await fire(client, tenantId, assetId, change);
    records.push(await stepped(client, { tenantId, assetId, ...change, reason: 'RULE.FIRED' }));
  }
  if (records.length > 0) await log.appendIn(client, TOPICS.alerts.name, records);
}

interface Step {
  readonly tenantId: string;
  readonly assetId: string;
  readonly alertId: string;
  readonly atMs: number;
  readonly reason: string;
}

type Fired = Extract<AlertChange, { kind: 'fired' }>;

async function superseded(
  client: PoolClient,
  tenantId: string,
  assetId: string,
  { rule, target, atMs }: Fired,
): Promise<{ alertId: string; atMs: number; reason: string }[]> {
  const { rows } = await client.query<{ id: string }>(SUPERSEDED, [tenantId, rule.id, assetId, target]);
  return rows.map(({ id }) => ({ alertId: id, atMs, reason: 'RULE.CHANGED' }));
}

/** Writes a step of an alert's life and gives its event. */
async function stepped(
  client: PoolClient,
  { tenantId, assetId, alertId, atMs, reason }: Step,
): Promise<LogRecord> {
  await client.query(STEP, [tenantId, alertId, atMs, reason]);
  const alert = (await findAlert(client, tenantId, alertId))!;
  return { key: `${tenantId}/${assetId}`, value: Buffer.from(JSON.stringify(toAlertChanged(alert))) };
}

async function fire(client: PoolClient, tenantId: string, assetId: string, change: Fired): Promise<void> {
  const { alertId, rule, component, target, atMs, evidence } = change;
  await client.query(FIRE, [
    alertId,
    tenantId,
    rule.id,
    rule.version,
    rule.name,
    rule.severity,
    assetId,
    component,
    target,
    atMs,
    JSON.stringify(evidence),
  ]);
}
