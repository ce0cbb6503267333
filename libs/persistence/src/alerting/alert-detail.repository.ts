import type { PoolClient } from 'pg';
import { findAlertRuleVersion, type AlertRuleDraft } from './alert-rules.repository';
import { findAlert, listAlertSteps, type AlertStep, type StoredAlert } from './alerts.repository';

/** Everything that explains one alert. */
export interface AlertDescription {
  readonly alert: StoredAlert;
  /** The rule as it stood when it fired; null when that version is gone. */
  readonly rule: AlertRuleDraft | null;
  readonly steps: readonly AlertStep[];
  readonly workOrderIds: string[];
}

/** Null when the tenant has no such alert. */
export async function describeAlert(
  client: PoolClient,
  tenantId: string,
  id: string,
): Promise<AlertDescription | null> {
  const alert = await findAlert(client, tenantId, id);
  if (!alert) return null;
  const orders = await client.query<{ id: string }>(
    'SELECT id FROM work_orders WHERE tenant_id = $1 AND alert_id = $2 ORDER BY created_at, id LIMIT 100',
    [tenantId, id],
  );
  return {
    alert,
    rule: await findAlertRuleVersion(client, tenantId, alert.ruleId, alert.ruleVersion),
    steps: await listAlertSteps(client, tenantId, id),
    workOrderIds: orders.rows.map((row) => row.id),
  };
}
