import { AppError, uuidv7 } from '@fettle/kernel';
import type { AlertRule, AlertRuleTemplate } from '@fettle/contracts';
import type { PoolClient } from 'pg';

/** The channel that is told a tenant's id when its rules changed: `NOTIFY fettle_rules, '<tenant id>'`. */
export const RULES_CHANNEL = 'fettle_rules';

/** What an operator decides about a rule. */
export interface AlertRuleDraft extends AlertRuleTemplate {
  readonly enabled: boolean;
  readonly assetTypeId: string;
  readonly assetIds: readonly string[] | null;
}

/** A rule as it is stored, with the times of its first and latest version. */
export interface StoredAlertRule extends AlertRule {
  readonly createdAt: Date;
  readonly updatedAt: Date;
}

interface RuleRow {
  id: string;
  tenant_id: string;
  version: number;
  enabled: boolean;
  asset_type_id: string;
  asset_ids: string[] | null;
  name: string;
  severity: AlertRule['severity'];
  condition: AlertRule['condition'];
  pending_ms: string;
  created_at: Date;
  updated_at: Date;
}

function fromRow(row: RuleRow): StoredAlertRule {
  return {
    id: row.id,
    tenantId: row.tenant_id,
    version: row.version,
    enabled: row.enabled,
    assetTypeId: row.asset_type_id,
    assetIds: row.asset_ids,
    name: row.name,
    severity: row.severity,
    condition: row.condition,
    pendingMs: Number(row.pending_ms),
    createdAt: row.created_at,
    updatedAt: row.updated_at,
  };
}

/** Which rules; absent: all. `after`: only those behind it in the list's order. */
export interface AlertRuleFilter {
  readonly assetTypeId?: string | undefined;
  readonly after?: { readonly name: string; readonly id: string } | undefined;
  readonly limit?: number | undefined;
}

/** Rules of the tenant by name, of one asset type when it is given. */
export async function listAlertRules(
  client: PoolClient,
  tenantId: string,
  filter: AlertRuleFilter = {},
): Promise<StoredAlertRule[]> {
  const { rows } = await client.query<RuleRow>(
    `SELECT * FROM alert_rules WHERE tenant_id = $1 AND ($2::text IS NULL OR asset_type_id = $2)
       AND ($3::text IS NULL OR (name, id) > ($3, $4::uuid)) ORDER BY name, id LIMIT $5`,
    [
      tenantId,
      filter.assetTypeId ?? null,
      filter.after?.name ?? null,
      filter.after?.id ?? null,
      filter.limit ?? null,
    ],
  );
  return rows.map(fromRow);
}

/** Null when the tenant has no such rule. */
export async function findAlertRule(
  client: PoolClient,
  tenantId: string,
  id: string,
): Promise<StoredAlertRule | null> {
  const { rows } = await client.query<RuleRow>('SELECT * FROM alert_rules WHERE tenant_id = $1 AND id = $2', [
    tenantId,
    id,
  ]);
  return rows[0] ? fromRow(rows[0]) : null;
}

/** The rule as it stood in that version; null when it never existed or was the deletion. */
export async function findAlertRuleVersion(
  client: PoolClient,
  tenantId: string,
  ruleId: string,
  version: number,
): Promise<AlertRuleDraft | null> {
  const { rows } = await client.query<{ rule: AlertRuleDraft | null }>(
    'SELECT rule FROM alert_rule_versions WHERE tenant_id = $1 AND rule_id = $2 AND version = $3',
    [tenantId, ruleId, version],
  );
  return rows[0]?.rule ?? null;
}

/** Version 1 of a new rule; the alerting service hears of it when the transaction commits. */
export async function createAlertRule(
  client: PoolClient,
  tenantId: string,
  draft: AlertRuleDraft,
  change: { readonly by: string | null; readonly nowMs: number },
): Promise<StoredAlertRule> {
  const { rows } = await client.query<RuleRow>(
    `INSERT INTO alert_rules (id, tenant_id, version, enabled, asset_type_id, asset_ids, name, severity, condition, pending_ms)
     VALUES ($1, $2, 1, $3, $4, $5, $6, $7, $8, $9) RETURNING *`,
    [uuidv7(change.nowMs), tenantId, ...draftColumns(draft)],
  );
  const rule = fromRow(rows[0]!);
  await recordVersion(client, rule, draft, change.by);
  return rule;
}

/**
 * The rule's next version, in force at once. Throws `RULE.NOT_FOUND`, and `RULE.VERSION_CONFLICT` when
 * `expectedVersion` is given and somebody else was faster.
 */
export async function updateAlertRule(
  client: PoolClient,
  tenantId: string,
  id: string,
  draft: AlertRuleDraft,
  change: { readonly by: string | null; readonly expectedVersion?: number | undefined },
): Promise<StoredAlertRule> {
  const { rows } = await client.query<RuleRow>(
    `UPDATE alert_rules SET version = version + 1, enabled = $3, asset_type_id = $4, asset_ids = $5, name = $6,
       severity = $7, condition = $8, pending_ms = $9, updated_at = now()
     WHERE id = $1 AND tenant_id = $2 AND ($10::int IS NULL OR version = $10) RETURNING *`,
    [id, tenantId, ...draftColumns(draft), change.expectedVersion ?? null],
  );
  const row = rows[0];
  if (!row) throw await missingOrChanged(client, tenantId, id);
  const rule = fromRow(row);
  await recordVersion(client, rule, draft, change.by);
  return rule;
}

/** Deletes the rule; its versions stay, so that old alerts can be explained. Throws `RULE.NOT_FOUND`. */
export async function deleteAlertRule(
  client: PoolClient,
  tenantId: string,
  id: string,
  change: { readonly by: string | null },
): Promise<void> {
  const { rows } = await client.query<RuleRow>(
    'DELETE FROM alert_rules WHERE id = $1 AND tenant_id = $2 RETURNING *',
    [id, tenantId],
  );
  if (!rows[0]) throw await missingOrChanged(client, tenantId, id);
  const deleted = fromRow(rows[0]);
  await recordVersion(client, { ...deleted, version: deleted.version + 1 }, null, change.by);
}

function draftColumns(draft: AlertRuleDraft): unknown[] {
  return [
    draft.enabled,
    draft.assetTypeId,
    draft.assetIds,
    draft.name,
    draft.severity,
    JSON.stringify(draft.condition),
    draft.pendingMs,
  ];
}

async function missingOrChanged(client: PoolClient, tenantId: string, id: string): Promise<AppError> {
  const found = await findAlertRule(client, tenantId, id);
  return found
    ? new AppError('RULE.VERSION_CONFLICT', `the rule is at version ${found.version} by now`, {
        details: { version: found.version },
      })
    : new AppError('RULE.NOT_FOUND', 'no such alert rule');
}

async function recordVersion(
  client: PoolClient,
  rule: AlertRule,
  draft: AlertRuleDraft | null,
  by: string | null,
): Promise<void> {
  await client.query(
    'INSERT INTO alert_rule_versions (rule_id, version, tenant_id, rule, changed_by) VALUES ($1, $2, $3, $4, $5)',
    [rule.id, rule.version, rule.tenantId, draft && JSON.stringify(draft), by],
  );
  await client.query(
    `INSERT INTO alert_rule_sets (tenant_id, version) VALUES ($1, 1)
     ON CONFLICT (tenant_id) DO UPDATE SET version = alert_rule_sets.version + 1`,
    [rule.tenantId],
  );
  await client.query('SELECT pg_notify($1, $2)', [RULES_CHANNEL, rule.tenantId]);
}
