import type {
  AlertResponse,
  AssetDetailResponse,
  DeviceResponse,
  FleetRowResponse,
  LiveAlert,
  LiveChanges,
  LiveForecast,
  LiveSnapshot,
} from '@fettle/contracts';
import type { QueryClient } from '@tanstack/react-query';
import { queryKeys } from '../http/query-keys';
import { mapPages, patchAlert, patchAsset, patchFleetRow, type Pages } from './live-cache';

function knownAlerts(client: QueryClient): Map<string, AlertResponse> {
  const known = new Map<string, AlertResponse>();
  for (const [, data] of client.getQueriesData<Pages<AlertResponse>>({ queryKey: ['alerts'] })) {
    for (const page of data?.pages ?? []) for (const alert of page.items) known.set(alert.id, alert);
  }
  return known;
}

function patchAlertLists(client: QueryClient, alerts: readonly LiveAlert[]): void {
  if (alerts.length === 0) return;
  const known = knownAlerts(client);
  const stateChanged = alerts.some((live) => known.get(live.id)?.state !== live.state);
  client.setQueriesData<Pages<AlertResponse>>({ queryKey: ['alerts'] }, (data) =>
    data === undefined ? data : mapPages(data, (alert) => patchAlert(alert, alerts)),
  );
  for (const alert of alerts) void client.invalidateQueries({ queryKey: queryKeys.alert(alert.id) });
  // A new alert, or one that moved to another state, belongs in other lists and counts.
  if (stateChanged) {
    void client.invalidateQueries({ queryKey: ['alerts'] });
    void client.invalidateQueries({ queryKey: queryKeys.fleetSummary });
  }
}

function patchFleetLists(
  client: QueryClient,
  forecasts: readonly LiveForecast[],
  alerts: readonly LiveAlert[],
): void {
  if (forecasts.length === 0 && alerts.length === 0) return;
  let moved = false;
  client.setQueriesData<Pages<FleetRowResponse>>({ queryKey: ['fleet'] }, (data) =>
    data === undefined
      ? data
      : mapPages(data, (row) => {
          const next = patchFleetRow(row, forecasts, alerts);
          if (next.forecast.urgency !== row.forecast.urgency) moved = true;
          return next;
        }),
  );
  // Rows change their place only when their urgency does: nothing jumps under a finger for a shift of hours.
  if (moved) {
    void client.invalidateQueries({ queryKey: ['fleet'] });
    void client.invalidateQueries({ queryKey: queryKeys.fleetSummary });
  }
}

function patchDevices(client: QueryClient, devices: LiveChanges['devices']): void {
  if (devices.length === 0) return;
  const seen = new Map(devices.map((device) => [device.deviceId, device.lastSeenAt]));
  client.setQueriesData<Pages<DeviceResponse>>({ queryKey: ['devices'] }, (data) =>
    data === undefined
      ? data
      : mapPages(data, (device) => {
          const lastSeenAt = seen.get(device.id);
          if (lastSeenAt === undefined) return device;
          return { ...device, lastSeenAt, state: device.disabled ? 'disabled' : 'online' };
        }),
  );
}

/** Lays a batch of live changes over everything in the cache that they concern. */
export function applyChanges(client: QueryClient, changes: LiveChanges): void {
  patchFleetLists(client, changes.forecasts, changes.alerts);
  patchAlertLists(client, changes.alerts);
  patchDevices(client, changes.devices);
  const touched = new Set([
    ...changes.forecasts.map((forecast) => forecast.assetId),
    ...changes.values.map((value) => value.assetId),
  ]);
  for (const id of touched) {
    client.setQueryData<AssetDetailResponse>(queryKeys.asset(id), (asset) =>
      asset === undefined ? asset : patchAsset(asset, changes.forecasts, changes.values),
    );
  }
}

/** Takes a snapshot over: its summary holds now, and lists fetched before it are fetched anew where they are shown. */
export function applySnapshot(client: QueryClient, snapshot: LiveSnapshot, first: boolean): void {
  client.setQueryData(queryKeys.fleetSummary, snapshot.summary);
  patchFleetLists(client, snapshot.forecasts, snapshot.alerts);
  if (first) return;
  void client.invalidateQueries({
    predicate: (query) => query.queryKey[0] !== 'session' && query.queryKey[0] !== 'domains',
  });
}
