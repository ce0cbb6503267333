import {
  URGENCIES,
  urgencyOf,
  type FleetRowResponse,
  type ForecastMade,
  type ForecastResponse,
} from '@fettle/contracts';
import type { FleetRow } from '@fettle/persistence';
import { iso } from '../http/instants';

/** A forecast as REST and sockets show it. */
export function showForecast(forecast: ForecastMade): ForecastResponse {
  const { component, failureMode, status, hoursNeeded, health, p1d, p7d, p30d, rul, drivers, model } =
    forecast;
  return {
    ...{ component, failureMode, status, hoursNeeded, health, p1d, p7d, p30d, model },
    at: iso(forecast.atMs),
    urgency: urgencyOf(forecast),
    rul: { ...rul },
    drivers: drivers.map(({ signal, share }) => ({ signal, share })),
  };
}

/** Most urgent first, then by median remaining life. */
export function byUrgencyThenLife(a: ForecastResponse, b: ForecastResponse): number {
  const rank = URGENCIES.indexOf(a.urgency) - URGENCIES.indexOf(b.urgency);
  return rank || (a.rul.p50 ?? Infinity) - (b.rul.p50 ?? Infinity) || a.component.localeCompare(b.component);
}

/** One row of the fleet screen. */
export function showFleetRow(row: FleetRow): FleetRowResponse {
  const { assetId, assetName, assetTypeId, domain, siteId, siteName, siteTimeZone, alert, workOrder } = row;
  return {
    ...{ assetId, assetName, assetTypeId, domain, siteId, siteName, siteTimeZone, alert },
    forecast: showForecast(row.forecast),
    workOrder: workOrder && {
      id: workOrder.id,
      plannedFor: workOrder.plannedFor && new Date(workOrder.plannedFor).toISOString(),
    },
  };
}
