import type { AlertRule, ForecastMade } from '@fettle/contracts';
import { sourceOf } from '@fettle/alerting';
import { decodeWindowRow } from '@fettle/windowing';
import type { PoolClient } from 'pg';
import type { AssetEvents } from './asset-events';

/**
 * What is already known of the assets that a rule is about: the last closed window of each device, or the last forecasts.
 * A new rule is held against these at once instead of waiting for the next.
 */
export async function latestEvents(client: PoolClient, rule: AlertRule): Promise<AssetEvents[]> {
  return sourceOf(rule.condition) === 'window' ? latestWindows(client, rule) : latestForecasts(client, rule);
}

async function latestWindows(client: PoolClient, rule: AlertRule): Promise<AssetEvents[]> {
  const sizeMs = rule.condition.kind === 'window' ? rule.condition.windowMs : 0;
  const { rows } = await client.query<{
    device_id: string;
    asset_id: string;
    start_ms: string;
    aggregates: Buffer;
  }>(
    `SELECT d.id AS device_id, d.asset_id, w.start_ms, w.aggregates FROM devices d JOIN assets a ON a.id = d.asset_id
     CROSS JOIN LATERAL (SELECT start_ms, aggregates FROM windows WHERE device_id = d.id AND size_ms = $3
                         ORDER BY start_ms DESC LIMIT 1) w
     WHERE a.tenant_id = $1 AND a.asset_type_id = $2 AND ($4::uuid[] IS NULL OR a.id = ANY($4))`,
    [rule.tenantId, rule.assetTypeId, sizeMs, rule.assetIds],
  );
  return rows.map((row) => ({
    tenantId: rule.tenantId,
    assetId: row.asset_id,
    assetTypeId: rule.assetTypeId,
    events: [
      {
        source: 'window',
        event: {
          tenantId: rule.tenantId,
          deviceId: row.device_id,
          assetId: row.asset_id,
          assetTypeId: rule.assetTypeId,
          sizeMs,
          startMs: Number(row.start_ms),
          signals: decodeWindowRow(row.aggregates),
        },
      },
    ],
  }));
}

async function latestForecasts(client: PoolClient, rule: AlertRule): Promise<AssetEvents[]> {
  const { rows } = await client.query<{ forecast: ForecastMade }>(
    `SELECT f.forecast FROM forecasts f JOIN assets a ON a.id = f.asset_id
     WHERE a.tenant_id = $1 AND a.asset_type_id = $2 AND ($3::uuid[] IS NULL OR a.id = ANY($3))`,
    [rule.tenantId, rule.assetTypeId, rule.assetIds],
  );
  return rows.map(({ forecast }) => ({
    tenantId: rule.tenantId,
    assetId: forecast.assetId,
    assetTypeId: rule.assetTypeId,
    events: [{ source: 'forecast', event: forecast }],
  }));
}
