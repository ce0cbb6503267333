import type { ForecastMade } from '@fettle/contracts';
import type { PoolClient } from 'pg';

/** One component's and failure mode's forecasts over event time: columns of equal length, oldest first. */
export interface ForecastSeries {
  readonly component: string;
  readonly failureMode: string;
  readonly t: number[];
  readonly health: (number | null)[];
  readonly p7d: (number | null)[];
  /** Remaining life in seconds from `t`. */
  readonly rulP10: (number | null)[];
  readonly rulP50: (number | null)[];
  readonly rulP90: (number | null)[];
}

export interface ForecastHistoryRange {
  readonly assetId: string;
  readonly component?: string | undefined;
  readonly fromMs: number;
  readonly toMs: number;
  /** At most so many points a series: the last one of each stretch of time. */
  readonly points: number;
}

/** The newest forecast of every component and failure mode, of one asset or of all the tenant's. */
export async function latestForecasts(
  client: PoolClient,
  tenantId: string,
  assetId: string | null = null,
): Promise<ForecastMade[]> {
  const { rows } = await client.query<{ forecast: ForecastMade }>(
    `SELECT forecast FROM forecasts WHERE tenant_id = $1 AND ($2::uuid IS NULL OR asset_id = $2)
     ORDER BY asset_id, component, failure_mode`,
    [tenantId, assetId],
  );
  return rows.map((row) => row.forecast);
}

/** Past forecasts of one asset in [fromMs, toMs], thinned to `points` a series. */
export async function forecastHistory(
  client: PoolClient,
  tenantId: string,
  range: ForecastHistoryRange,
): Promise<ForecastSeries[]> {
  const stepMs = Math.max(1, Math.ceil((range.toMs - range.fromMs + 1) / range.points));
  const { rows } = await client.query<{
    component: string;
    failure_mode: string;
    at_ms: string;
    health: number | null;
    p7d: number | null;
    rul_p10: number | null;
    rul_p50: number | null;
    rul_p90: number | null;
  }>(
    `SELECT DISTINCT ON (component, failure_mode, (at_ms - $4) / $6) component, failure_mode, at_ms, health, p7d, rul_p10, rul_p50, rul_p90
     FROM forecast_history WHERE tenant_id = $1 AND asset_id = $2 AND ($3::text IS NULL OR component = $3)
       AND at_ms BETWEEN $4 AND $5
     ORDER BY component, failure_mode, (at_ms - $4) / $6, at_ms DESC`,
    [tenantId, range.assetId, range.component ?? null, range.fromMs, range.toMs, stepMs],
  );
  const series = new Map<string, ForecastSeries>();
  for (const row of rows) {
    const key = `${row.component}/${row.failure_mode}`;
    const one = series.get(key) ?? emptySeries(row.component, row.failure_mode);
    series.set(key, one);
    one.t.push(Number(row.at_ms));
    one.health.push(row.health);
    one.p7d.push(row.p7d);
    one.rulP10.push(row.rul_p10);
    one.rulP50.push(row.rul_p50);
    one.rulP90.push(row.rul_p90);
  }
  return [...series.values()];
}

function emptySeries(component: string, failureMode: string): ForecastSeries {
  return { component, failureMode, t: [], health: [], p7d: [], rulP10: [], rulP50: [], rulP90: [] };
}
