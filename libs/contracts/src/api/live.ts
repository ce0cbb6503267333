import { z } from 'zod';
import { severitySchema } from '../alert-rule';
import { alertEvidenceResponseSchema, alertStateSchema } from './alerts';
import { fleetSummaryResponseSchema, forecastResponseSchema } from './forecasts';
import { idSchema, instantSchema } from './page';

/** A forecast as it is pushed: the same as in REST, with its asset. */
export const liveForecastSchema = forecastResponseSchema.extend({ assetId: idSchema });

/** An alert as it is after a change; names of asset and site are the receiver's to look up. */
export const liveAlertSchema = z.object({
  id: idSchema,
  revision: z.number().int(),
  ruleId: idSchema,
  ruleVersion: z.number().int(),
  ruleName: z.string(),
  assetId: idSchema,
  component: z.string().nullable(),
  severity: severitySchema,
  state: alertStateSchema,
  firedAt: instantSchema,
  changedAt: instantSchema,
  resolvedAt: instantSchema.nullable(),
  evidence: alertEvidenceResponseSchema,
});

export const liveDeviceSchema = z.object({ deviceId: idSchema, lastSeenAt: instantSchema });

/** New readings of a watched asset: columns of equal length, `t` epoch milliseconds, null: not a number. */
export const liveValuesSchema = z.object({
  assetId: idSchema,
  deviceId: idSchema,
  signal: z.string(),
  t: z.array(z.number()),
  v: z.array(z.number().nullable()),
});

/**
 * Event `snapshot`: how things stand; sent on connection, on `resume`, and in place of a backlog to a client that fell
 * behind. Lists that were fetched before it are stale. Forecasts and alerts are the most urgent and newest 500.
 */
export const liveSnapshotSchema = z.object({
  at: instantSchema,
  reason: z.enum(['connected', 'resumed', 'fell_behind']),
  summary: fleetSummaryResponseSchema,
  forecasts: z.array(liveForecastSchema),
  alerts: z.array(liveAlertSchema),
});

/** Event `changes`: everything of the last 100 ms, the newest state of each. Empty lists are present. */
export const liveChangesSchema = z.object({
  at: instantSchema,
  forecasts: z.array(liveForecastSchema),
  alerts: z.array(liveAlertSchema),
  devices: z.array(liveDeviceSchema),
  values: z.array(liveValuesSchema),
});

/** Client events `watch` and `unwatch`: live values of one asset; at most 20 at a time. Answered by an acknowledgement. */
export const watchRequestSchema = z.object({ assetId: idSchema });
export type WatchReply = { ok: true } | { ok: false; code: string };

/** Names of the socket's events, and where it is served. */
export const LIVE = {
  path: '/api/v1/live',
  snapshot: 'snapshot',
  changes: 'changes',
  watch: 'watch',
  unwatch: 'unwatch',
  resume: 'resume',
  maxWatched: 20,
} as const;

export type LiveForecast = z.infer<typeof liveForecastSchema>;
export type LiveAlert = z.infer<typeof liveAlertSchema>;
export type LiveDevice = z.infer<typeof liveDeviceSchema>;
export type LiveValues = z.infer<typeof liveValuesSchema>;
export type LiveSnapshot = z.infer<typeof liveSnapshotSchema>;
export type LiveChanges = z.infer<typeof liveChangesSchema>;
export type WatchRequest = z.infer<typeof watchRequestSchema>;
