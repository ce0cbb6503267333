import type { CreateAlertRuleRequest } from '@fettle/contracts';
import { type AssetType, assetTypeById } from '@fettle/domains';
import type { PoolClient } from 'pg';
import { apiError } from '../http/api-error-status';

/**
 * Refuses a rule that could never fire: unknown asset type, component or signal, or assets that are not the tenant's or
 * not of the type. Throws `ASSET.UNKNOWN_TYPE`, `SIGNAL.UNKNOWN`, `ASSET.NOT_FOUND` and `INPUT.INVALID`.
 */
export async function checkRule(
  client: PoolClient,
  tenantId: string,
  rule: CreateAlertRuleRequest,
): Promise<void> {
  const type = assetTypeById(rule.assetTypeId);
  if (!type) throw apiError('ASSET.UNKNOWN_TYPE', `there is no asset type ${rule.assetTypeId}`);
  if (rule.assetIds) await checkAssets(client, tenantId, rule.assetTypeId, rule.assetIds);
  await checkCondition(client, tenantId, type, rule.condition);
}

async function checkAssets(
  client: PoolClient,
  tenantId: string,
  assetTypeId: string,
  assetIds: readonly string[],
): Promise<void> {
  const { rows } = await client.query<{ found: number }>(
    'SELECT count(*)::int AS found FROM assets WHERE tenant_id = $1 AND asset_type_id = $2 AND id = ANY($3)',
    [tenantId, assetTypeId, assetIds],
  );
  if (rows[0]!.found !== new Set(assetIds).size) {
    throw apiError('ASSET.NOT_FOUND', 'one of the assets does not exist or is of another type');
  }
}

async function checkCondition(
  client: PoolClient,
  tenantId: string,
  type: AssetType,
  condition: CreateAlertRuleRequest['condition'],
): Promise<void> {
  if (condition.kind === 'forecast') {
    const { component } = condition;
    if (component === undefined || type.components.some(({ id }) => id === component)) return;
    throw apiError('INPUT.INVALID', `condition.component: ${type.id} has no component ${component}`, {
      details: { issues: [{ path: 'condition.component', message: 'unknown component' }] },
    });
  }
  if (type.signals.some(({ name }) => name === condition.signal)) return;
  const registered = await client.query(
    `SELECT 1 FROM asset_signals s JOIN assets a ON a.id = s.asset_id
     WHERE s.tenant_id = $1 AND s.name = $2 AND a.asset_type_id = $3 LIMIT 1`,
    [tenantId, condition.signal, type.id],
  );
  if (registered.rowCount === 0)
    throw apiError('SIGNAL.UNKNOWN', `${type.id} has no signal ${condition.signal}`);
}
