import type { Condition, ForecastMade, WindowClosed } from '@fettle/contracts';
import type { TargetedObservation } from '../observation';

/** A closed window or a forecast: what conditions are evaluated on. */
export type AlertingEvent =
  | { readonly source: 'window'; readonly event: WindowClosed }
  | { readonly source: 'forecast'; readonly event: ForecastMade };

/** A signal by its name in a rule, as the asset has it. */
export type SignalLookup = (
  name: string,
) => { readonly id: number; readonly component: string | null } | undefined;

/** One kind of condition, whole: a folder-mate of this file and a row in the registry. */
export interface ConditionKind<C extends Condition> {
  readonly kind: C['kind'];
  readonly source: AlertingEvent['source'];
  /** What the value is, in a few characters: part of the evidence, and the identity of what is remembered. */
  quantity(condition: C): string;
  /** What the event says about the condition; empty when it says nothing. */
  observations(condition: C, event: AlertingEvent, signals: SignalLookup): readonly TargetedObservation[];
}
