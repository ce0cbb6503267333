import type { ForecastMade, WindowClosed } from '@fettle/contracts';
import { decodeWindowRow } from '@fettle/windowing';
import type { PoolClient } from 'pg';
import { dueSql, urgencyRankSql } from '../fleet/urgency-sql';

/** An asset on whose past a rule can be tried. */
export interface PreviewAsset {
  readonly id: string;
  readonly name: string;
  readonly assetTypeId: string;
}

/** Event times [fromMs, toMs). */
export interface PreviewRange {
  readonly fromMs: number;
  readonly toMs: number;
}

/** A failure that a crew confirmed. */
export interface ConfirmedFailure {
  readonly workOrderId: string;
  readonly assetId: string;
  readonly component: string | null;
  readonly atMs: number;
}

/** Assets of the type, only those of `assetIds` where given, most urgent first; at most `limit`. And how many there are. */
export async function assetsToPreview(
  client: PoolClient,
  tenantId: string,
  filter: {
    readonly assetTypeId: string;
    readonly assetIds: readonly string[] | null;
    readonly limit: number;
  },
): Promise<{ assets: PreviewAsset[]; total: number }> {
  const { rows } = await client.query<PreviewAsset & { total: number }>(
    `SELECT a.id, a.name, a.asset_type_id AS "assetTypeId", (count(*) OVER ())::int AS total
     FROM assets a
     LEFT JOIN LATERAL (SELECT ${urgencyRankSql('f')} AS rank, ${dueSql('f')} AS due FROM forecasts f
       WHERE f.asset_id = a.id AND f.tenant_id = $1 ORDER BY 1, 2 LIMIT 1) w ON true
     WHERE a.tenant_id = $1 AND a.asset_type_id = $2 AND ($3::uuid[] IS NULL OR a.id = ANY($3))
     ORDER BY w.rank NULLS LAST, w.due, a.id LIMIT $4`,
    [tenantId, filter.assetTypeId, filter.assetIds, filter.limit],
  );
  return {
    assets: rows.map(({ id, name, assetTypeId }) => ({ id, name, assetTypeId })),
    total: rows[0]?.total ?? 0,
  };
}

/** Closed windows of one size of all the asset's devices, oldest first. */
export async function windowsOfAsset(
  client: PoolClient,
  tenantId: string,
  asset: PreviewAsset,
  range: PreviewRange & { readonly sizeMs: number },
): Promise<WindowClosed[]> {
  const { rows } = await client.query<{ device_id: string; start_ms: string; aggregates: Buffer }>(
    `SELECT device_id, start_ms, aggregates FROM windows
     WHERE tenant_id = $1 AND device_id = ANY(ARRAY(SELECT id FROM devices WHERE tenant_id = $1 AND asset_id = $2))
       AND size_ms = $3 AND start_ms >= $4 AND start_ms < $5
     ORDER BY start_ms, device_id`,
    [tenantId, asset.id, range.sizeMs, range.fromMs, range.toMs],
  );
  const { id: assetId, assetTypeId } = asset;
  return rows.map((row) => ({
    ...{ tenantId, assetId, assetTypeId, sizeMs: range.sizeMs },
    deviceId: row.device_id,
    startMs: Number(row.start_ms),
    signals: decodeWindowRow(row.aggregates),
  }));
}

type HistoryRow = Pick<ForecastMade, 'component' | 'health' | 'p1d' | 'p7d' | 'p30d'> & {
  failure_mode: string;
  at_ms: string;
  rul_p10: number | null;
  rul_p50: number | null;
  rul_p90: number | null;
};

/** Forecasts that were made of the asset, oldest first. Drivers and model are not kept of the past. */
export async function forecastsOfAsset(
  client: PoolClient,
  tenantId: string,
  asset: PreviewAsset,
  range: PreviewRange,
): Promise<ForecastMade[]> {
  const { rows } = await client.query<HistoryRow>(
    `SELECT component, failure_mode, at_ms, health, p1d, p7d, p30d, rul_p10, rul_p50, rul_p90 FROM forecast_history
     WHERE tenant_id = $1 AND asset_id = $2 AND at_ms >= $3 AND at_ms < $4 ORDER BY at_ms, component, failure_mode`,
    [tenantId, asset.id, range.fromMs, range.toMs],
  );
  return rows.map((row) => ({
    ...{ tenantId, assetId: asset.id, assetTypeId: asset.assetTypeId, component: row.component },
    ...{ health: row.health, p1d: row.p1d, p7d: row.p7d, p30d: row.p30d },
    failureMode: row.failure_mode,
    atMs: Number(row.at_ms),
    status: row.p7d === null ? 'insufficient_data' : 'ready',
    hoursNeeded: 0,
    rul: { p10: row.rul_p10, p50: row.rul_p50, p90: row.rul_p90 },
    drivers: [],
    model: '',
  }));
}

/** Failures of these assets that findings confirmed within the range, oldest first. */
export async function confirmedFailures(
  client: PoolClient,
  tenantId: string,
  assetIds: readonly string[],
  range: PreviewRange,
): Promise<ConfirmedFailure[]> {
  const { rows } = await client.query<ConfirmedFailure>(
    `SELECT w.id AS "workOrderId", w.asset_id AS "assetId", w.component, floor(extract(epoch FROM f.found_at) * 1000)::float8 AS "atMs"
     FROM findings f JOIN work_orders w ON w.id = f.work_order_id
     WHERE f.tenant_id = $1 AND f.kind = 'confirmed_fault' AND w.asset_id = ANY($2) AND f.found_at >= $3 AND f.found_at < $4
     ORDER BY f.found_at, w.id LIMIT 1000`,
    [tenantId, assetIds, new Date(range.fromMs), new Date(range.toMs)],
  );
  return rows;
}
