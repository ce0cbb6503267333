import type { Observation } from './observation';

/**
 * One witness of a target. idle: the condition does not hold; pending: it holds, not yet long enough; active: it has
 * held long enough and has not recovered since.
 */
export interface ChannelState {
  readonly phase: 'idle' | 'pending' | 'active';
  /** Event time of the first evaluation at which the condition held, and has since; null while idle. */
  readonly heldSinceMs: number | null;
  readonly last: Observation;
}

/** What a rule remembers of one target of one asset. Plain JSON. */
export interface TargetState {
  readonly component: string | null;
  /** The open alert, or null. */
  readonly alertId: string | null;
  /** Set when a person resolved the alert while the condition held: silent until it has recovered once. */
  readonly awaitingRecovery: boolean;
  readonly channels: Readonly<Record<string, ChannelState>>;
}

/** What is remembered of one rule on one asset, with the version that it was evaluated by. Plain JSON. */
export interface RuleState {
  readonly version: number;
  /** What was looked at: an observation of another quantity says nothing about a changed rule. */
  readonly quantity: string;
  readonly targets: Readonly<Record<string, TargetState>>;
}

/** A target that nobody has said anything about. */
export function newTarget(component: string | null): TargetState {
  return { component, alertId: null, awaitingRecovery: false, channels: {} };
}
