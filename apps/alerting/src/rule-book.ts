import type { AlertRule } from '@fettle/contracts';
import { listAlertRules } from '@fettle/persistence';
import type { PoolClient } from 'pg';

interface Page {
  readonly version: string;
  readonly rules: readonly AlertRule[];
}

/** Each tenant's rules, read again when the version of its set says so: inside the transaction that uses them. */
export class RuleBook {
  private readonly pages = new Map<string, Page>();

  /** The rules of each asset's tenant as this transaction sees them, disabled ones included. */
  async open(
    client: PoolClient,
    assets: readonly { readonly tenantId: string }[],
  ): Promise<(asset: { readonly tenantId: string }) => readonly AlertRule[]> {
    const { rows } = await client.query<{ tenant_id: string; version: string }>(
      'SELECT tenant_id, version FROM alert_rule_sets WHERE tenant_id = ANY($1)',
      [[...new Set(assets.map(({ tenantId }) => tenantId))]],
    );
    const found = new Map<string, readonly AlertRule[]>();
    for (const { tenant_id: tenantId, version } of rows) {
      let page = this.pages.get(tenantId);
      if (page?.version !== version) {
        page = { version, rules: await listAlertRules(client, tenantId) };
        this.pages.set(tenantId, page);
      }
      found.set(tenantId, page.rules);
    }
    return ({ tenantId }) => found.get(tenantId) ?? [];
  }
}
