import { assertUnreachable } from '@fettle/kernel';
import type { ForecastCondition, ForecastMade } from '@fettle/contracts';
import type { ConditionKind } from './condition-kind';

/** A forecast's probability or remaining life against a threshold. Target: the component; channel: the failure mode. */
export const forecastConditionKind: ConditionKind<ForecastCondition> = {
  kind: 'forecast',
  source: 'forecast',
  quantity: ({ quantity }) => quantity,
  observations(condition, { source, event }) {
    if (source !== 'forecast') return [];
    if (condition.component !== undefined && condition.component !== event.component) return [];
    const value = valueOf(event, condition.quantity);
    if (value === null) return [];
    const observation = { atMs: event.atMs, value, windowStartMs: null, windowMs: null, deviceId: null };
    return [{ target: event.component, component: event.component, channel: event.failureMode, observation }];
  },
};

/** Null: not enough data. A remaining life beyond the horizon is longer than any threshold: it must be able to recover. */
function valueOf(forecast: ForecastMade, quantity: ForecastCondition['quantity']): number | null {
  if (forecast.status !== 'ready') return null;
  switch (quantity) {
    case 'p1d':
    case 'p7d':
    case 'p30d':
      return forecast[quantity];
    case 'rulP10':
      return forecast.rul.p10 ?? Number.MAX_VALUE;
    case 'rulP50':
      return forecast.rul.p50 ?? Number.MAX_VALUE;
    case 'rulP90':
      return forecast.rul.p90 ?? Number.MAX_VALUE;
    default:
      return assertUnreachable(quantity);
  }
}
