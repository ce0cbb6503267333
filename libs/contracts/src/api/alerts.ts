import { z } from 'zod';
import { conditionSchema, severitySchema } from '../alert-rule';
import { idSchema, instantSchema, listOf, noteSchema, pageQuerySchema } from './page';

export const alertStateSchema = z.enum(['firing', 'acknowledged', 'resolved']);

/** The numbers that made an alert fire. */
export const alertEvidenceResponseSchema = z.object({
  quantity: z.string(),
  value: z.number(),
  comparison: z.string(),
  threshold: z.number(),
  /** Of the window that decided; null for forecasts. */
  windowStart: instantSchema.nullable(),
  windowMs: z.number().nullable(),
  deviceId: idSchema.nullable(),
  /** Event time since which the condition had held when it fired. */
  heldSince: instantSchema,
});

export const alertResponseSchema = z.object({
  id: idSchema,
  revision: z.number().int(),
  ruleId: idSchema,
  ruleVersion: z.number().int(),
  ruleName: z.string(),
  assetId: idSchema,
  assetName: z.string(),
  domain: z.string(),
  siteName: z.string(),
  component: z.string().nullable(),
  severity: severitySchema,
  state: alertStateSchema,
  firedAt: instantSchema,
  changedAt: instantSchema,
  acknowledgedAt: instantSchema.nullable(),
  /** Name of the one who is on it. */
  acknowledgedBy: z.string().nullable(),
  resolvedAt: instantSchema.nullable(),
  /** Name of a person, or null when the condition went away by itself. */
  resolvedBy: z.string().nullable(),
  evidence: alertEvidenceResponseSchema,
});

/** GET /api/v1/alerts?state=&assetId=&severity=, newest first. `state=open`: firing or acknowledged. */
export const alertQuerySchema = pageQuerySchema.extend({
  state: alertStateSchema.or(z.literal('open')).optional(),
  assetId: idSchema.optional(),
  severity: severitySchema.optional(),
});
export const alertListResponseSchema = listOf(alertResponseSchema);

/** GET /api/v1/alerts/{id} */
export const alertDetailResponseSchema = alertResponseSchema.extend({
  /** The rule's condition in the version that fired; null when that version is gone. */
  condition: conditionSchema.nullable(),
  pendingMs: z.number().nullable(),
  history: z.array(
    z.object({
      at: instantSchema,
      state: alertStateSchema,
      by: z.string().nullable(),
      note: z.string().nullable(),
    }),
  ),
  /** Whom it was told to, or the named reason why not. */
  notifications: z.array(
    z.object({ at: instantSchema, channel: z.string(), to: z.string(), outcome: z.string() }),
  ),
  workOrderIds: z.array(idSchema),
});

/** POST /api/v1/alerts/{id}/acknowledge and …/resolve (crew); both answer with the alert. Doing it again changes nothing. */
export const changeAlertRequestSchema = z.object({ note: noteSchema.optional() });

/** POST /api/v1/alerts/acknowledge and POST /api/v1/alerts/resolve (crew): many at once. */
export const changeAlertsRequestSchema = z.object({
  ids: z.array(idSchema).min(1).max(500),
  note: noteSchema.optional(),
});
export const changeAlertsResponseSchema = z.object({
  changed: z.array(idSchema),
  /** Unknown, or already past that state. */
  unchanged: z.array(idSchema),
});

export type AlertEvidenceResponse = z.infer<typeof alertEvidenceResponseSchema>;
export type AlertResponse = z.infer<typeof alertResponseSchema>;
export type AlertQuery = z.infer<typeof alertQuerySchema>;
export type AlertDetailResponse = z.infer<typeof alertDetailResponseSchema>;
export type ChangeAlertRequest = z.infer<typeof changeAlertRequestSchema>;
export type ChangeAlertsRequest = z.infer<typeof changeAlertsRequestSchema>;
export type ChangeAlertsResponse = z.infer<typeof changeAlertsResponseSchema>;
