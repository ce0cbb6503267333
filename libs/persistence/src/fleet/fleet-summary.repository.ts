import { URGENCIES, type FleetSummaryResponse, type UrgencyCounts } from '@fettle/contracts';
import type { PoolClient } from 'pg';
import { urgencyRankSql } from './urgency-sql';

interface CountRow {
  domain: string;
  site_id: string;
  site_name: string;
  rank: number;
  assets: number;
}

/** Counts of the tenant's assets by their most urgent component: of all, of each domain, of each site; and its open alerts. */
export async function fleetSummary(client: PoolClient, tenantId: string): Promise<FleetSummaryResponse> {
  const { rows } = await client.query<CountRow>(
    // Materialized: without fresh statistics the planner takes it for a few rows and would gather it for each asset.
    `WITH worst AS MATERIALIZED (
       SELECT f.asset_id, min(${urgencyRankSql('f')}) AS rank FROM forecasts f WHERE f.tenant_id = $1 GROUP BY f.asset_id)
     SELECT a.domain, s.id AS site_id, s.name AS site_name, coalesce(w.rank, ${URGENCIES.indexOf('learning')}) AS rank,
       count(*)::int AS assets
     FROM assets a JOIN sites s ON s.id = a.site_id LEFT JOIN worst w ON w.asset_id = a.id
     WHERE a.tenant_id = $1 GROUP BY 1, 2, 3, 4 ORDER BY a.domain, s.name, s.id`,
    [tenantId],
  );
  const alerts = await client.query<{ firing: number; acknowledged: number }>(
    `SELECT (count(*) FILTER (WHERE state = 'firing'))::int AS firing,
       (count(*) FILTER (WHERE state = 'acknowledged'))::int AS acknowledged
     FROM alerts WHERE tenant_id = $1 AND state <> 'resolved'`,
    [tenantId],
  );
  return {
    total: countsOf(rows),
    domains: [...grouped(rows, (row) => row.domain)].map(([domain, group]) => ({
      domain,
      assets: assetsIn(group),
      counts: countsOf(group),
    })),
    sites: [...grouped(rows, (row) => row.site_id)].map(([siteId, group]) => ({
      siteId,
      siteName: group[0]!.site_name,
      assets: assetsIn(group),
      counts: countsOf(group),
    })),
    openAlerts: alerts.rows[0]!,
  };
}

function grouped(rows: readonly CountRow[], key: (row: CountRow) => string): Map<string, CountRow[]> {
  const groups = new Map<string, CountRow[]>();
  for (const row of rows) groups.set(key(row), [...(groups.get(key(row)) ?? []), row]);
  return groups;
}

function assetsIn(rows: readonly CountRow[]): number {
  return rows.reduce((sum, row) => sum + row.assets, 0);
}

function countsOf(rows: readonly CountRow[]): UrgencyCounts {
  const counts: UrgencyCounts = { critical: 0, warning: 0, watch: 0, healthy: 0, learning: 0 };
  for (const row of rows) counts[URGENCIES[row.rank]!] += row.assets;
  return counts;
}
