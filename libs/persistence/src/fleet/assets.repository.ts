import { AppError, uuidv7 } from '@fettle/kernel';
import { URGENCIES, type ForecastMade, type Urgency } from '@fettle/contracts';
import { assetTypeById } from '@fettle/domains';
import type { PoolClient } from 'pg';
import { DEVICE_STATUS_SQL } from '../devices/device-status-sql';
import { likePattern } from './like-pattern';
import type { AfterName } from './sites.repository';
import { dueSql, urgencyRankSql } from './urgency-sql';

/** An asset, where it stands, and how it is. */
export interface StoredAsset {
  readonly id: string;
  readonly name: string;
  readonly domain: string;
  readonly assetTypeId: string;
  readonly siteId: string;
  readonly siteName: string;
  readonly siteTimeZone: string;
  readonly latitude: number;
  readonly longitude: number;
  readonly createdAt: Date;
  /** Of its worst component. */
  readonly health: number | null;
  readonly worstForecast: ForecastMade | null;
  readonly firing: number;
  readonly acknowledged: number;
  readonly lastSeenMs: number | null;
}

/** Which assets; absent: all. */
export interface AssetFilter {
  readonly domain?: string | undefined;
  readonly siteId?: string | undefined;
  readonly urgency?: Urgency | undefined;
  /** Part of the asset's or the site's name. */
  readonly q?: string | undefined;
}

/**
 * Assets of the CTE `page` with all that is shown of them. Each part is gathered once for the whole page: without fresh
 * statistics the planner takes every join for one of a few rows, and would gather it again for each asset.
 */
const SHOW_PAGE = `
  , ids AS MATERIALIZED (SELECT array(SELECT id FROM page) AS of_page),
  worst AS MATERIALIZED (
    SELECT DISTINCT ON (f.asset_id) f.asset_id, f.forecast, min(f.health) OVER (PARTITION BY f.asset_id) AS health
    FROM forecasts f WHERE f.tenant_id = $1 AND f.asset_id = ANY((SELECT of_page FROM ids)::uuid[])
    ORDER BY f.asset_id, ${urgencyRankSql('f')}, ${dueSql('f')}),
  open_alerts AS MATERIALIZED (
    SELECT l.asset_id, (count(*) FILTER (WHERE l.state = 'firing'))::int AS firing,
      (count(*) FILTER (WHERE l.state = 'acknowledged'))::int AS acknowledged
    FROM alerts l WHERE l.tenant_id = $1 AND l.asset_id = ANY((SELECT of_page FROM ids)::uuid[]) AND l.state <> 'resolved'
    GROUP BY l.asset_id),
  seen AS MATERIALIZED (
    SELECT t.asset_id, max(t.last_seen_ms) AS last_seen_ms FROM ${DEVICE_STATUS_SQL} t
    WHERE t.tenant_id = $1 AND t.device_id = ANY(array(
      SELECT d.id FROM devices d WHERE d.tenant_id = $1 AND d.asset_id = ANY((SELECT of_page FROM ids)::uuid[])))
    GROUP BY t.asset_id)
  SELECT a.id, a.name, a.domain, a.asset_type_id AS "assetTypeId", a.site_id AS "siteId", s.name AS "siteName",
    s.time_zone AS "siteTimeZone", s.latitude, s.longitude, a.created_at AS "createdAt", w.health, w.forecast AS "worstForecast",
    coalesce(l.firing, 0) AS firing, coalesce(l.acknowledged, 0) AS acknowledged, t.last_seen_ms AS "lastSeenMs"
  FROM page a JOIN sites s ON s.id = a.site_id LEFT JOIN worst w ON w.asset_id = a.id
  LEFT JOIN open_alerts l ON l.asset_id = a.id LEFT JOIN seen t ON t.asset_id = a.id
  ORDER BY a.name, a.id`;

const RANKS = `ranks AS MATERIALIZED (
  SELECT f.asset_id, min(${urgencyRankSql('f')}) AS rank FROM forecasts f WHERE f.tenant_id = $1 GROUP BY f.asset_id)`;

/** Assets of the tenant by name, after `after`; at most `limit`. */
export async function listAssets(
  client: PoolClient,
  tenantId: string,
  filter: AssetFilter & { readonly limit: number; readonly after?: AfterName | undefined },
): Promise<StoredAsset[]> {
  const ofUrgency = `AND coalesce(r.rank, ${URGENCIES.indexOf('learning')}) = $8`;
  const values = [
    ...[tenantId, filter.domain ?? null, filter.siteId ?? null, likePattern(filter.q)],
    ...[filter.after?.name ?? null, filter.after?.id ?? null, filter.limit],
  ];
  const { rows } = await client.query<StoredAsset>(
    `WITH ${filter.urgency ? `${RANKS},` : ''} page AS MATERIALIZED (
       SELECT a.* FROM assets a JOIN sites s ON s.id = a.site_id ${filter.urgency ? 'LEFT JOIN ranks r ON r.asset_id = a.id' : ''}
       WHERE a.tenant_id = $1 AND ($2::text IS NULL OR a.domain = $2) AND ($3::uuid IS NULL OR a.site_id = $3)
         AND ($4::text IS NULL OR a.name ILIKE $4 OR s.name ILIKE $4)
         AND ($5::text IS NULL OR (a.name, a.id) > ($5, $6::uuid)) ${filter.urgency ? ofUrgency : ''}
       ORDER BY a.name, a.id LIMIT $7) ${SHOW_PAGE}`,
    filter.urgency ? [...values, URGENCIES.indexOf(filter.urgency)] : values,
  );
  return rows;
}

/** Null when the tenant has no such asset. */
export async function findAsset(
  client: PoolClient,
  tenantId: string,
  id: string,
): Promise<StoredAsset | null> {
  const { rows } = await client.query<StoredAsset>(
    `WITH page AS MATERIALIZED (SELECT * FROM assets WHERE tenant_id = $1 AND id = $2) ${SHOW_PAGE}`,
    [tenantId, id],
  );
  return rows[0] ?? null;
}

/** The asset's type, or null when the tenant has no such asset. */
export async function findAssetType(
  client: PoolClient,
  tenantId: string,
  id: string,
): Promise<string | null> {
  const { rows } = await client.query<{ asset_type_id: string }>(
    'SELECT asset_type_id FROM assets WHERE tenant_id = $1 AND id = $2',
    [tenantId, id],
  );
  return rows[0]?.asset_type_id ?? null;
}

/** Signals that the tenant's devices registered on this asset, beside those its type declares. */
export async function registeredSignals(
  client: PoolClient,
  tenantId: string,
  assetId: string,
): Promise<{ id: number; name: string; unit: string }[]> {
  const { rows } = await client.query<{ id: number; name: string; unit: string }>(
    'SELECT signal_id AS id, name, unit FROM asset_signals WHERE tenant_id = $1 AND asset_id = $2 ORDER BY signal_id',
    [tenantId, assetId],
  );
  return rows;
}

/** Throws `ASSET.UNKNOWN_TYPE`, `SITE.NOT_FOUND`, and `ASSET.EXISTS` when the tenant has one of that name. */
export async function createAsset(
  client: PoolClient,
  tenantId: string,
  draft: { readonly name: string; readonly siteId: string; readonly assetTypeId: string },
  nowMs: number,
): Promise<StoredAsset> {
  if (!assetTypeById(draft.assetTypeId))
    throw new AppError('ASSET.UNKNOWN_TYPE', 'there is no such asset type');
  const id = uuidv7(nowMs);
  // A foreign key is checked beyond row-level security: the site must be looked up under it.
  const site = await client.query('SELECT 1 FROM sites WHERE tenant_id = $1 AND id = $2', [
    tenantId,
    draft.siteId,
  ]);
  if (site.rowCount === 0) throw new AppError('SITE.NOT_FOUND', 'no such site');
  const made = await client.query(
    `INSERT INTO assets (id, tenant_id, site_id, asset_type_id, domain, name) VALUES ($1, $2, $3, $4, $5, $6)
     ON CONFLICT (tenant_id, name) DO NOTHING`,
    [id, tenantId, draft.siteId, draft.assetTypeId, draft.assetTypeId.split('.', 1)[0], draft.name],
  );
  if (made.rowCount === 0) throw new AppError('ASSET.EXISTS', 'an asset of that name exists');
  return (await findAsset(client, tenantId, id))!;
}
