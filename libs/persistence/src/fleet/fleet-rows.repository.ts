import { URGENCIES, type ForecastMade, type Severity } from '@fettle/contracts';
import type { PoolClient } from 'pg';
import type { AssetFilter } from './assets.repository';
import { likePattern } from './like-pattern';
import { dueSql, urgencyRankSql } from './urgency-sql';

/** A component with its worst forecast, where it is, and what is being done about it. */
export interface FleetRow {
  readonly assetId: string;
  readonly assetName: string;
  readonly assetTypeId: string;
  readonly domain: string;
  readonly siteId: string;
  readonly siteName: string;
  readonly siteTimeZone: string;
  readonly forecast: ForecastMade;
  readonly alert: { id: string; state: 'firing' | 'acknowledged'; severity: Severity } | null;
  readonly workOrder: { id: string; plannedFor: string | null } | null;
  /** Where this row stands in the list. */
  readonly rank: number;
  readonly due: number;
}

/** Position in the fleet list. */
export interface AfterFleetRow {
  readonly rank: number;
  readonly due: number;
  readonly assetId: string;
  readonly component: string;
}

const WORST_OF_COMPONENT = `
  SELECT DISTINCT ON (f.asset_id, f.component) f.asset_id, f.component, f.failure_mode,
    ${urgencyRankSql('f')} AS rank, ${dueSql('f')} AS due
  FROM forecasts f WHERE f.tenant_id = $1
  ORDER BY f.asset_id, f.component, ${urgencyRankSql('f')}, ${dueSql('f')}`;

const ROW = `
  SELECT a.id AS "assetId", a.name AS "assetName", a.asset_type_id AS "assetTypeId", a.domain, s.id AS "siteId",
    s.name AS "siteName", s.time_zone AS "siteTimeZone", f.forecast, p.rank, p.due,
    (SELECT jsonb_build_object('id', l.id, 'state', l.state, 'severity', l.severity) FROM alerts l
     WHERE l.tenant_id = $1 AND l.asset_id = a.id AND l.state <> 'resolved' AND coalesce(l.component, p.component) = p.component
     ORDER BY l.fired_at_ms DESC, l.id DESC LIMIT 1) AS alert,
    (SELECT jsonb_build_object('id', w.id, 'plannedFor', w.planned_for) FROM work_orders w
     WHERE w.tenant_id = $1 AND w.asset_id = a.id AND w.state = 'open' AND coalesce(w.component, p.component) = p.component
     ORDER BY w.planned_for NULLS LAST, w.id LIMIT 1) AS "workOrder"
  FROM page p JOIN assets a ON a.id = p.asset_id JOIN sites s ON s.id = a.site_id
  JOIN forecasts f ON f.asset_id = p.asset_id AND f.component = p.component AND f.failure_mode = p.failure_mode
  ORDER BY p.rank, p.due, p.asset_id, p.component`;

/** One row a component, most urgent first, then by when half of such would have failed; at most `limit`. */
export async function listFleet(
  client: PoolClient,
  tenantId: string,
  filter: AssetFilter & { readonly limit: number; readonly after?: AfterFleetRow | undefined },
): Promise<FleetRow[]> {
  const { rows } = await client.query<FleetRow>(
    `WITH page AS (
       SELECT w.* FROM (${WORST_OF_COMPONENT}) w JOIN assets a ON a.id = w.asset_id JOIN sites s ON s.id = a.site_id
       WHERE a.tenant_id = $1 AND ($2::text IS NULL OR a.domain = $2) AND ($3::uuid IS NULL OR a.site_id = $3)
         AND ($4::text IS NULL OR a.name ILIKE $4 OR s.name ILIKE $4) AND ($5::int IS NULL OR w.rank = $5)
         AND ($6::int IS NULL OR (w.rank, w.due, w.asset_id, w.component) > ($6, $7::float8, $8::uuid, $9::text))
       ORDER BY w.rank, w.due, w.asset_id, w.component LIMIT $10)
     ${ROW}`,
    [
      ...[tenantId, filter.domain ?? null, filter.siteId ?? null, likePattern(filter.q)],
      filter.urgency ? URGENCIES.indexOf(filter.urgency) : null,
      ...[filter.after?.rank ?? null, filter.after?.due ?? null],
      ...[filter.after?.assetId ?? null, filter.after?.component ?? null, filter.limit],
    ],
  );
  return rows;
}
