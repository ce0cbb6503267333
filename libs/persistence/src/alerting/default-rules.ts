import type { DomainPack } from '@fettle/domains';
import type { PoolClient } from 'pg';
import { createAlertRule, type StoredAlertRule } from './alert-rules.repository';

/**
 * Gives a new tenant the rules that each pack ships, enabled, for every asset of their type.
 * An asset type that already has a rule of that name is left as the operator made it, so it may be called again.
 */
export async function seedDefaultRules(
  client: PoolClient,
  tenantId: string,
  packs: readonly DomainPack[],
  nowMs: number,
): Promise<StoredAlertRule[]> {
  const { rows } = await client.query<{ asset_type_id: string; name: string }>(
    'SELECT asset_type_id, name FROM alert_rules WHERE tenant_id = $1',
    [tenantId],
  );
  const present = new Set(rows.map((row) => `${row.asset_type_id}/${row.name}`));
  const made: StoredAlertRule[] = [];
  for (const type of packs.flatMap((pack) => pack.assetTypes)) {
    for (const template of type.defaultRules) {
      if (present.has(`${type.id}/${template.name}`)) continue;
      const draft = { ...template, enabled: true, assetTypeId: type.id, assetIds: null };
      made.push(await createAlertRule(client, tenantId, draft, { by: null, nowMs }));
    }
  }
  return made;
}
