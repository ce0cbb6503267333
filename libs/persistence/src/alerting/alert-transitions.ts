import type { PoolClient } from 'pg';
import { findAlert, type StoredAlert } from './alerts.repository';

/** Who changes an alert, when, and what they say to it. */
export interface AlertTransition {
  readonly by: string | null;
  readonly nowMs: number;
  readonly note?: string | undefined;
}

/** What came of it. `unchanged`: it was in or past that state already, so there is nothing to tell anybody. */
export type AlertTransitionOutcome =
  | { readonly outcome: 'changed'; readonly alert: StoredAlert }
  | { readonly outcome: 'unchanged'; readonly alert: StoredAlert }
  | { readonly outcome: 'not_found' };

/** firing → acknowledged; anything else is left as it is. Two people at once: one changes it. */
export async function acknowledgeAlert(
  client: PoolClient,
  tenantId: string,
  alertId: string,
  transition: AlertTransition,
): Promise<AlertTransitionOutcome> {
  return transit(client, {
    tenantId,
    alertId,
    transition,
    state: 'acknowledged',
    reason: 'ALERT.ACKNOWLEDGED_BY_USER',
  });
}

/**
 * firing or acknowledged → resolved. The rule then stays silent for this target until its condition has recovered
 * once (`RULE.AWAITING_RECOVERY`), so that a known fault does not fire again each window.
 */
export async function resolveAlert(
  client: PoolClient,
  tenantId: string,
  alertId: string,
  transition: AlertTransition,
): Promise<AlertTransitionOutcome> {
  return transit(client, {
    tenantId,
    alertId,
    transition,
    state: 'resolved',
    reason: 'ALERT.RESOLVED_BY_USER',
  });
}

interface Change {
  readonly tenantId: string;
  readonly alertId: string;
  readonly transition: AlertTransition;
  readonly state: 'acknowledged' | 'resolved';
  readonly reason: string;
}

const ACKNOWLEDGE = `
  UPDATE alerts SET state = 'acknowledged', revision = revision + 1, changed_at_ms = greatest(changed_at_ms, $3),
    acknowledged_at_ms = $3, acknowledged_by = $4
  WHERE tenant_id = $1 AND id = $2 AND state = 'firing' RETURNING revision`;
const RESOLVE = `
  UPDATE alerts SET state = 'resolved', revision = revision + 1, changed_at_ms = greatest(changed_at_ms, $3),
    resolved_at_ms = greatest(fired_at_ms, $3), resolved_by = $4, resolve_reason = 'ALERT.RESOLVED_BY_USER'
  WHERE tenant_id = $1 AND id = $2 AND state <> 'resolved' RETURNING revision`;

async function transit(client: PoolClient, change: Change): Promise<AlertTransitionOutcome> {
  const { tenantId, alertId, transition, state, reason } = change;
  const { rows } = await client.query<{ revision: number }>(state === 'resolved' ? RESOLVE : ACKNOWLEDGE, [
    tenantId,
    alertId,
    transition.nowMs,
    transition.by,
  ]);
  if (rows[0]) {
    await client.query(
      `INSERT INTO alert_events (alert_id, revision, tenant_id, at_ms, state, reason, by_user, note)
       VALUES ($1, $2, $3, $4, $5, $6, $7, $8)`,
      [
        alertId,
        rows[0].revision,
        tenantId,
        transition.nowMs,
        state,
        reason,
        transition.by,
        transition.note ?? null,
      ],
    );
  }
  const alert = await findAlert(client, tenantId, alertId);
  if (!alert) return { outcome: 'not_found' };
  return { outcome: rows[0] ? 'changed' : 'unchanged', alert };
}
