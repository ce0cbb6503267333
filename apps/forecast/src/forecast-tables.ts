import type { ForecastMade } from '@fettle/contracts';
import type { PoolClient } from 'pg';

/** Makes the newest forecast of each asset, component and failure mode the one that is shown, and adds all to the past. */
export async function storeForecasts(client: PoolClient, forecasts: readonly ForecastMade[]): Promise<void> {
  if (forecasts.length === 0) return;
  await storeLatest(client, newestOfEach(forecasts));
  await client.query(
    `INSERT INTO forecast_history (tenant_id, asset_id, component, failure_mode, at_ms, health, p1d, p7d, p30d, rul_p10, rul_p50, rul_p90)
     SELECT * FROM unnest($1::uuid[], $2::uuid[], $3::text[], $4::text[], $5::bigint[], $6::real[], $7::real[], $8::real[],
       $9::real[], $10::real[], $11::real[], $12::real[])
     ON CONFLICT DO NOTHING`,
    [
      ...identityColumns(forecasts),
      ...[(f: ForecastMade) => f.health, (f: ForecastMade) => f.p1d, (f: ForecastMade) => f.p7d].map(
        column(forecasts),
      ),
      ...[(f: ForecastMade) => f.p30d, (f: ForecastMade) => f.rul.p10].map(column(forecasts)),
      ...[(f: ForecastMade) => f.rul.p50, (f: ForecastMade) => f.rul.p90].map(column(forecasts)),
    ],
  );
}

async function storeLatest(client: PoolClient, latest: readonly ForecastMade[]): Promise<void> {
  await client.query(
    `INSERT INTO forecasts (tenant_id, asset_id, component, failure_mode, at_ms, health, p7d, p30d, rul_p50, forecast)
     SELECT * FROM unnest($1::uuid[], $2::uuid[], $3::text[], $4::text[], $5::bigint[], $6::float8[], $7::float8[], $8::float8[],
       $9::float8[], $10::jsonb[])
     ON CONFLICT (asset_id, component, failure_mode) DO UPDATE SET at_ms = excluded.at_ms, health = excluded.health,
       p7d = excluded.p7d, p30d = excluded.p30d, rul_p50 = excluded.rul_p50, forecast = excluded.forecast
     WHERE forecasts.at_ms <= excluded.at_ms`,
    [
      ...identityColumns(latest),
      ...[(f: ForecastMade) => f.health, (f: ForecastMade) => f.p7d, (f: ForecastMade) => f.p30d].map(
        column(latest),
      ),
      latest.map((f) => f.rul.p50),
      latest.map((f) => JSON.stringify(f)),
    ],
  );
}

function identityColumns(forecasts: readonly ForecastMade[]): unknown[][] {
  return [
    forecasts.map((f) => f.tenantId),
    forecasts.map((f) => f.assetId),
    forecasts.map((f) => f.component),
    forecasts.map((f) => f.failureMode),
    forecasts.map((f) => f.atMs),
  ];
}

function column(forecasts: readonly ForecastMade[]) {
  return (of: (forecast: ForecastMade) => number | null): (number | null)[] => forecasts.map(of);
}

/** Forecasts of one asset come in the order of event time: the last one of a key is the newest. */
function newestOfEach(forecasts: readonly ForecastMade[]): ForecastMade[] {
  const newest = new Map<string, ForecastMade>();
  for (const forecast of forecasts) {
    newest.set(`${forecast.assetId}/${forecast.component}/${forecast.failureMode}`, forecast);
  }
  return [...newest.values()];
}
