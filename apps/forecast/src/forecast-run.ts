import { setImmediate as breathe } from 'node:timers/promises';
import type { ForecastMade } from '@fettle/contracts';
import {
  type AssetHistory,
  type Forecaster,
  forecastDue,
  type HistoryOutcome,
  type Outlook,
  takeCompleteHours,
} from '@fettle/forecasting';
import type { AssetHours } from './asset-hours';

/** Forecasts between two breaths: the process has messages to acknowledge meanwhile. */
const FORECASTS_A_BREATH = 40;

/** What the hours of one asset led to. */
export interface ForecastRun {
  readonly forecasts: ForecastMade[];
  readonly outcomes: HistoryOutcome[];
}

/**
 * Feeds the hours into the history, one by one, and forecasts whenever an hour is complete and a forecast is due; the very
 * first complete hour counts as due, so that a new asset is seen to be learning. Changes the history.
 */
export async function runForecasts(
  forecaster: Forecaster,
  asset: AssetHours,
  history: AssetHistory,
): Promise<ForecastRun> {
  const run: ForecastRun = { forecasts: [], outcomes: [] };
  let next = FORECASTS_A_BREATH;
  for (const { deviceId, startMs, values } of asset.hours) {
    const first = history.forecastHour < 0;
    run.outcomes.push(history.record(deviceId, startMs, values));
    for (const hour of takeCompleteHours(history))
      forecastHour(forecaster, asset, history, { hour, first }, run);
    if (run.forecasts.length >= next) {
      next = run.forecasts.length + FORECASTS_A_BREATH;
      await breathe();
    }
  }
  return run;
}

function forecastHour(
  forecaster: Forecaster,
  asset: AssetHours,
  history: AssetHistory,
  { hour, first }: { readonly hour: number; readonly first: boolean },
  run: ForecastRun,
): void {
  const due = asset.conditions.modes.filter(({ mode }) => first || forecastDue(mode, history, hour));
  if (due.length === 0) return;
  const view = history.view(hour);
  for (const { component, mode } of due) {
    const { tenantId, assetId, assetTypeId } = asset;
    run.forecasts.push({
      ...{ tenantId, assetId, assetTypeId, component, failureMode: mode.id, atMs: view.atMs },
      ...contentOf(forecaster.forecast(mode, view)),
      model: forecaster.model,
    });
  }
}

type Content = Omit<
  ForecastMade,
  'tenantId' | 'assetId' | 'assetTypeId' | 'component' | 'failureMode' | 'atMs' | 'model'
>;

function contentOf(outlook: Outlook): Content {
  if (outlook.status === 'insufficient_data') {
    const nothing = { health: null, p1d: null, p7d: null, p30d: null };
    return { ...outlook, ...nothing, rul: { p10: null, p50: null, p90: null }, drivers: [] };
  }
  return { ...outlook, hoursNeeded: 0 };
}
