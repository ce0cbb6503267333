import type { SearchHit } from '@fettle/contracts';
import type { PoolClient } from 'pg';
import { likePattern } from './like-pattern';

/** What can be found: each finds `$2` (a pattern) or `$3` (an id) among the tenant's own. */
const SOURCES = [
  `SELECT 'asset' AS kind, a.id, a.name AS title, s.name AS subtitle, a.domain FROM assets a JOIN sites s ON s.id = a.site_id
   WHERE a.tenant_id = $1 AND (a.name ILIKE $2 OR a.id::text = $3)`,
  `SELECT 'device', d.id, d.name, a.name, a.domain FROM devices d JOIN assets a ON a.id = d.asset_id
   WHERE d.tenant_id = $1 AND (d.name ILIKE $2 OR d.id::text = $3)`,
  `SELECT 'site', s.id, s.name, s.time_zone, NULL FROM sites s WHERE s.tenant_id = $1 AND (s.name ILIKE $2 OR s.id::text = $3)`,
  `SELECT 'rule', r.id, r.name, r.severity, split_part(r.asset_type_id, '.', 1) FROM alert_rules r
   WHERE r.tenant_id = $1 AND (r.name ILIKE $2 OR r.id::text = $3)`,
  `SELECT 'alert', l.id, l.rule_name, a.name, a.domain FROM alerts l JOIN assets a ON a.id = l.asset_id
   WHERE l.tenant_id = $1 AND l.state <> 'resolved' AND (l.rule_name ILIKE $2 OR a.name ILIKE $2 OR l.id::text = $3)`,
  `SELECT 'work_order', w.id, w.title, a.name, a.domain FROM work_orders w JOIN assets a ON a.id = w.asset_id
   WHERE w.tenant_id = $1 AND (w.title ILIKE $2 OR w.id::text = $3)`,
];

/** Anything of the tenant whose name holds the text or whose id it is; titles that begin with it come first. */
export async function search(
  client: PoolClient,
  tenantId: string,
  query: { readonly q: string; readonly limit: number },
): Promise<SearchHit[]> {
  const limited = SOURCES.map((source) => `(${source} LIMIT ${Math.trunc(query.limit)})`);
  const { rows } = await client.query<SearchHit>(
    `SELECT * FROM (${limited.join(' UNION ALL ')}) hits
     ORDER BY lower(left(title, length($4))) = lower($4) DESC, length(title), title, id LIMIT $5`,
    [tenantId, likePattern(query.q), query.q, query.q, query.limit],
  );
  return rows;
}
