import type { Severity } from './alert-rule';
import type { DeviceStatus } from './device-status';

/** Why a message or reading did not count. Every rejection carries one of these; users can search for them. */
export const REJECT_REASONS = [
  'FRAME.MALFORMED',
  'FRAME.TOO_LARGE',
  'FRAME.REPLAYED',
  'JSON.MALFORMED',
  'SPARKPLUG.MALFORMED',
  'STATUS.MALFORMED',
  'SNIPPET.MALFORMED',
  'PACKAGE.UNKNOWN',
  'TOPIC.NOT_ALLOWED',
  'TENANT.MISMATCH',
  'DEVICE.UNKNOWN',
  'DEVICE.BAD_CREDENTIALS',
  'DEVICE.DISABLED',
  'SIGNAL.UNKNOWN',
  'SIGNAL.TOO_MANY',
  'READING.OUT_OF_RANGE',
  'READING.NOT_A_NUMBER',
  'CLOCK.FUTURE',
  'CLOCK.PAST',
  'QUOTA.READINGS',
  'QUOTA.MESSAGES',
] as const;
export type RejectReason = (typeof REJECT_REASONS)[number];

/** Aggregates of one signal in one window, [start, end) in event time. `stddev` is the population's. */
export interface SignalAggregate {
  /** Numeric id within the asset type (declared, < 1024) or the asset (registered by the tenant, >= 1024). */
  readonly signalId: number;
  readonly count: number;
  readonly min: number;
  readonly max: number;
  readonly mean: number;
  readonly last: number;
  readonly stddev: number;
  readonly p50: number;
  readonly p95: number;
  readonly p99: number;
}

/**
 * One closed window of one device, all its signals. Identity: device, size, start. Travels on `telemetry.windows.v1`,
 * key tenant/device, packed by libs/windowing: one record holds the windows that one batch closed for one device.
 */
export interface WindowClosed {
  readonly tenantId: string;
  readonly deviceId: string;
  readonly assetId: string;
  readonly assetTypeId: string;
  readonly sizeMs: number;
  readonly startMs: number;
  readonly signals: readonly SignalAggregate[];
}

export interface ForecastDriver {
  readonly signal: string;
  /** Share of the predicted loss of health, 0..1; shares sum to 1. */
  readonly share: number;
}

/** Remaining useful life in seconds from `atMs`. p10 <= p50 <= p90; null: beyond the horizon the method can speak of. */
export interface RemainingLife {
  readonly p10: number | null;
  readonly p50: number | null;
  readonly p90: number | null;
}

/** On `forecasts.v1`, key tenant/asset, JSON. Identity: asset, component, failureMode, atMs. */
export interface ForecastMade {
  readonly tenantId: string;
  readonly assetId: string;
  readonly assetTypeId: string;
  readonly component: string;
  readonly failureMode: string;
  /** Event time up to which data was seen. */
  readonly atMs: number;
  /** 1 as new, 0 failed. Null while there is not enough data. */
  readonly health: number | null;
  readonly status: 'ready' | 'insufficient_data';
  /** Hours of further data needed when `insufficient_data`, else 0. */
  readonly hoursNeeded: number;
  readonly p1d: number | null;
  readonly p7d: number | null;
  readonly p30d: number | null;
  readonly rul: RemainingLife;
  readonly drivers: readonly ForecastDriver[];
  /** Name and version of the method. */
  readonly model: string;
}

export type AlertState = 'firing' | 'acknowledged' | 'resolved';

/** On `alerts.v1`, key tenant/asset, JSON: an alert as it is after a change. Identity: alertId, revision. */
export interface AlertChanged {
  readonly tenantId: string;
  readonly alertId: string;
  readonly revision: number;
  readonly ruleId: string;
  readonly ruleVersion: number;
  readonly ruleName: string;
  readonly assetId: string;
  readonly component: string | null;
  readonly severity: Severity;
  readonly state: AlertState;
  /** Event times. */
  readonly firedAtMs: number;
  readonly changedAtMs: number;
  readonly resolvedAtMs: number | null;
  /** The numbers that made it fire: value against threshold, in which window or forecast. */
  readonly evidence: AlertEvidence;
}

export interface AlertEvidence {
  readonly quantity: string;
  readonly value: number;
  readonly comparison: string;
  readonly threshold: number;
  readonly windowStartMs: number | null;
  readonly windowMs: number | null;
  readonly deviceId: string | null;
  /** Event time since which the condition had held when it fired. */
  readonly heldSinceMs: number;
}

/** On `telemetry.rejected.v1`, key tenant/device (or tenant/unknown), JSON. */
export interface MessageRejected {
  readonly tenantId: string | null;
  readonly deviceId: string | null;
  readonly topic: string;
  readonly reason: RejectReason;
  readonly detail: string;
  readonly atMs: number;
  readonly readings: number;
  /** The first bytes of the message, base64, at most 256 bytes. */
  readonly sample: string;
}

/** On `devices.status.v1`, key tenant/device, JSON: what a device said of itself. */
export interface DeviceReported {
  readonly tenantId: string;
  readonly deviceId: string;
  /** The platform's time when it came. */
  readonly atMs: number;
  readonly status: DeviceStatus;
}

/** On `devices.commands.v1`, key tenant/device, JSON: a command waits for its device. Identity: deviceId, commandId. */
export interface CommandGiven {
  readonly tenantId: string;
  readonly deviceId: string;
  readonly commandId: string;
}
