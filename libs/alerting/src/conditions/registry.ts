import type { Condition } from '@fettle/contracts';
import type { TargetedObservation } from '../observation';
import type { AlertingEvent, ConditionKind, SignalLookup } from './condition-kind';
import { forecastConditionKind } from './forecast.condition';
import { windowConditionKind } from './window.condition';

type Kinds = { readonly [K in Condition['kind']]: ConditionKind<Extract<Condition, { kind: K }>> };

/** Every kind of condition: the compiler refuses a kind without a row. */
const CONDITION_KINDS: Kinds = { window: windowConditionKind, forecast: forecastConditionKind };

function kindOf(condition: Condition): ConditionKind<Condition> {
  // A row's own condition type is what its key says; the union cannot express that pairing.
  return CONDITION_KINDS[condition.kind] as ConditionKind<Condition>;
}

/** What the event says about the condition; empty when it says nothing. */
export function observationsOf(
  condition: Condition,
  event: AlertingEvent,
  signals: SignalLookup,
): readonly TargetedObservation[] {
  return kindOf(condition).observations(condition, event, signals);
}

/** What the condition looks at, in a few characters. */
export function quantityOf(condition: Condition): string {
  return kindOf(condition).quantity(condition);
}

/** Which events can say anything about the condition. */
export function sourceOf(condition: Condition): AlertingEvent['source'] {
  return kindOf(condition).source;
}
