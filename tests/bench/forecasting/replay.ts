import { previewRule } from '@fettle/alerting';
import type { AlertRule, ForecastMade } from '@fettle/contracts';
import type { AssetType, FailureMode } from '@fettle/domains';
import {
  AssetHistory,
  DEFAULT_FORECASTER,
  forecastDue,
  type HistoryView,
  type Outlook,
  signalsOf,
  takeCompleteHours,
} from '@fettle/forecasting';
import { HOUR_MS, uuidv7 } from '@fettle/kernel';

/** What one machine measured at a moment, by signal. */
export interface Sample {
  readonly tMs: number;
  readonly values: Readonly<Record<string, number>>;
}

/** One way in which one component fails. */
export interface Mode {
  readonly component: string;
  readonly mode: FailureMode;
}

/** All failure modes of a type. */
export function modesOf(type: AssetType): Mode[] {
  return type.components.flatMap((c) => c.failureModes.map((mode) => ({ component: c.id, mode })));
}

/** Means of each clock hour. */
function* hourly(samples: Iterable<Sample>): Generator<Sample> {
  let hour = NaN;
  let sums = new Map<string, { sum: number; n: number }>();
  const flush = (): Sample => ({
    tMs: hour * HOUR_MS,
    values: Object.fromEntries([...sums].map(([name, { sum, n }]) => [name, sum / n])),
  });
  for (const { tMs, values } of samples) {
    const at = Math.floor(tMs / HOUR_MS);
    if (at !== hour && sums.size > 0) yield flush();
    if (at !== hour) sums = new Map();
    hour = at;
    for (const [name, value] of Object.entries(values)) {
      const cell = sums.get(name) ?? { sum: 0, n: 0 };
      sums.set(name, cell);
      if (Number.isFinite(value)) [cell.sum, cell.n] = [cell.sum + value, cell.n + 1];
    }
  }
  if (sums.size > 0) yield flush();
}

/** Each moment at which the product would forecast something of one machine, with what is due then. */
export function* momentsOf(
  type: AssetType,
  samples: Iterable<Sample>,
): Generator<{ readonly view: HistoryView; readonly due: readonly Mode[] }> {
  const modes = modesOf(type);
  const history = new AssetHistory(signalsOf(modes.map(({ mode }) => mode)));
  for (const { tMs, values } of hourly(samples)) {
    history.record('device', tMs, Object.entries(values));
    for (const hour of takeCompleteHours(history)) {
      yield { view: history.view(hour), due: modes.filter((m) => forecastDue(m.mode, history, hour)) };
    }
  }
}

/** Every forecast that the product would have made of one machine, in order. */
export function forecastsOf(type: AssetType, samples: Iterable<Sample>): ForecastMade[] {
  const made: ForecastMade[] = [];
  for (const { view, due } of momentsOf(type, samples)) {
    for (const { component, mode } of due) {
      made.push(asEvent(type, component, mode.id, view.atMs, DEFAULT_FORECASTER.forecast(mode, view)));
    }
  }
  return made;
}

function asEvent(
  type: AssetType,
  component: string,
  failureMode: string,
  atMs: number,
  outlook: Outlook,
): ForecastMade {
  const unknown = {
    health: null,
    p1d: null,
    p7d: null,
    p30d: null,
    rul: { p10: null, p50: null, p90: null },
  };
  return {
    ...{ tenantId: 't', assetId: 'a', assetTypeId: type.id, component, failureMode, atMs },
    ...{ hoursNeeded: 0, drivers: [], model: DEFAULT_FORECASTER.model, ...unknown },
    ...outlook,
  };
}

/** An alert that a rule would have raised. */
export interface Raised {
  readonly component: string;
  readonly rule: string;
  readonly atMs: number;
  readonly resolvedAtMs: number | null;
}

/** Alerts of the type's own forecast rules. */
export function alertsOf(type: AssetType, forecasts: readonly ForecastMade[]): Raised[] {
  return type.defaultRules
    .filter(({ condition }) => condition.kind === 'forecast')
    .flatMap((template) => {
      const identity = {
        id: uuidv7(1),
        tenantId: uuidv7(1),
        version: 1,
        enabled: true,
        assetTypeId: type.id,
      };
      const rule: AlertRule = { ...template, ...identity, assetIds: null };
      const events = forecasts.map((event) => ({ source: 'forecast' as const, event }));
      return previewRule(rule, events, () => undefined).map(({ target, firedAtMs, resolvedAtMs }) => ({
        ...{ component: target, rule: template.name, atMs: firedAtMs, resolvedAtMs },
      }));
    });
}
