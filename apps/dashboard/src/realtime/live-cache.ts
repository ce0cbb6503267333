import type {
  AlertResponse,
  AssetDetailResponse,
  FleetRowResponse,
  ForecastResponse,
  LiveAlert,
  LiveForecast,
  LiveValues,
  Page,
} from '@fettle/contracts';

/** Pages of a list as the query cache holds them. */
export interface Pages<T> {
  readonly pages: readonly Page<T>[];
  readonly pageParams: readonly unknown[];
}

/** The same pages with every item sent through `change`; the same object when nothing changed. */
export function mapPages<T>(data: Pages<T>, change: (item: T) => T): Pages<T> {
  let touched = false;
  const pages = data.pages.map((page) => {
    const items = page.items.map((item) => {
      const next = change(item);
      if (next !== item) touched = true;
      return next;
    });
    return { ...page, items };
  });
  return touched ? { ...data, pages } : data;
}

function withoutAsset({ assetId: _assetId, ...forecast }: LiveForecast): ForecastResponse {
  return forecast;
}

function isNewerOf(live: LiveForecast, assetId: string, known: ForecastResponse): boolean {
  return (
    live.assetId === assetId &&
    live.component === known.component &&
    live.failureMode === known.failureMode &&
    live.at >= known.at
  );
}

/** A fleet row with the newest of the pushed forecasts and alerts that concern it. */
export function patchFleetRow(
  row: FleetRowResponse,
  forecasts: readonly LiveForecast[],
  alerts: readonly LiveAlert[],
): FleetRowResponse {
  const forecast = forecasts.find((live) => isNewerOf(live, row.assetId, row.forecast));
  const alert = alerts.find(
    (live) =>
      live.id === row.alert?.id ||
      (live.assetId === row.assetId && live.component === row.forecast.component),
  );
  if (forecast === undefined && alert === undefined) return row;
  return {
    ...row,
    forecast: forecast === undefined ? row.forecast : withoutAsset(forecast),
    alert: alert === undefined ? row.alert : rowAlert(row, alert),
  };
}

function rowAlert(row: FleetRowResponse, live: LiveAlert): FleetRowResponse['alert'] {
  if (live.state !== 'resolved') return { id: live.id, state: live.state, severity: live.severity };
  return row.alert?.id === live.id ? null : row.alert;
}

/** An alert with the pushed one laid over it, when that one is newer. */
export function patchAlert(alert: AlertResponse, alerts: readonly LiveAlert[]): AlertResponse {
  const live = alerts.find((candidate) => candidate.id === alert.id && candidate.revision > alert.revision);
  return live === undefined ? alert : { ...alert, ...live };
}

/** An asset's page with pushed forecasts and the last of the pushed values laid over it. */
export function patchAsset(
  asset: AssetDetailResponse,
  forecasts: readonly LiveForecast[],
  values: readonly LiveValues[],
): AssetDetailResponse {
  const own = values.filter((value) => value.assetId === asset.id && value.t.length > 0);
  if (own.length === 0 && !forecasts.some((live) => live.assetId === asset.id)) return asset;
  const latest = new Map(asset.latest.map((value) => [`${value.deviceId}/${value.signal}`, value]));
  for (const { deviceId, signal, t, v } of own) {
    const at = new Date(t.at(-1) ?? 0).toISOString();
    const known = latest.get(`${deviceId}/${signal}`);
    if (known === undefined || known.at <= at) {
      latest.set(`${deviceId}/${signal}`, { deviceId, signal, at, value: v.at(-1) ?? null });
    }
  }
  return {
    ...asset,
    latest: [...latest.values()],
    forecasts: asset.forecasts.map((known) => {
      const live = forecasts.find((candidate) => isNewerOf(candidate, asset.id, known));
      return live === undefined ? known : withoutAsset(live);
    }),
  };
}
