/** One value that a rule looks at, known from event time `atMs` on (a window's end, a forecast's time). */
export interface Observation {
  readonly atMs: number;
  readonly value: number;
  /** The window that it is an aggregate of; null for a forecast. */
  readonly windowStartMs: number | null;
  readonly windowMs: number | null;
  readonly deviceId: string | null;
}

/**
 * What an observation says about: `target` names what an alert is opened for (one open alert a rule, asset and target),
 * `channel` which of several witnesses of that target speaks (two devices, two failure modes).
 */
export interface TargetedObservation {
  readonly target: string;
  readonly component: string | null;
  readonly channel: string;
  readonly observation: Observation;
}
