import { z } from 'zod';
import { alertRuleSchema, alertRuleTemplateSchema } from '../alert-rule';
import { alertEvidenceResponseSchema } from './alerts';
import { idSchema, instantSchema, listOf, pageQuerySchema } from './page';

/** A rule as REST shows it. */
export const alertRuleResponseSchema = alertRuleSchema.omit({ tenantId: true }).extend({
  createdAt: instantSchema,
  updatedAt: instantSchema,
});
export const alertRuleQuerySchema = pageQuerySchema.extend({ assetTypeId: z.string().max(64).optional() });
export const alertRuleListResponseSchema = listOf(alertRuleResponseSchema);

/** POST /api/v1/alert-rules (operator) */
export const createAlertRuleRequestSchema = alertRuleTemplateSchema.extend({
  assetTypeId: z.string().min(1).max(64),
  assetIds: z.array(idSchema).max(10_000).nullable().default(null),
  enabled: z.boolean().default(true),
});

/** PUT /api/v1/alert-rules/{id} (operator). With `version` the change is refused (409) if someone else was faster. */
export const updateAlertRuleRequestSchema = createAlertRuleRequestSchema.extend({
  version: z.number().int().min(1).optional(),
});

/** POST /api/v1/alert-rules/preview: what the rule would have done. Default: the last 28 days. Saves nothing. */
export const previewAlertRuleRequestSchema = z.object({
  rule: createAlertRuleRequestSchema,
  /** Compared with what this rule, as it is, would have done. */
  compareWithRuleId: idSchema.optional(),
  from: instantSchema.optional(),
  to: instantSchema.optional(),
});

const previewAlertSchema = z.object({
  assetId: idSchema,
  assetName: z.string(),
  component: z.string().nullable(),
  firedAt: instantSchema,
  /** Null: still firing at the end. */
  resolvedAt: instantSchema.nullable(),
  evidence: alertEvidenceResponseSchema,
});

const previewFailureSchema = z.object({
  workOrderId: idSchema,
  assetId: idSchema,
  assetName: z.string(),
  component: z.string().nullable(),
  at: instantSchema,
  /** From the alert that was open until then; null when missed. */
  leadTimeMs: z.number().nullable(),
});

/** `alerts` holds at most 500, oldest first; `alertCount` all of them. */
export const previewAlertRuleResponseSchema = z.object({
  from: instantSchema,
  to: instantSchema,
  /** Assets looked at, and whether some were left out for time's sake. */
  assets: z.number().int(),
  assetsLeftOut: z.number().int(),
  alertCount: z.number().int(),
  alertsPerWeek: z.number(),
  /** Sum over alerts of how long they were open. */
  openMs: z.number(),
  /** The same figures for `compareWithRuleId`, when given. */
  compared: z
    .object({ alertCount: z.number().int(), alertsPerWeek: z.number(), openMs: z.number() })
    .nullable(),
  alerts: z.array(previewAlertSchema),
  /** Failures that a finding confirmed within the time, with and without an open alert before them. */
  caught: z.array(previewFailureSchema),
  missed: z.array(previewFailureSchema),
});

export type AlertRuleResponse = z.infer<typeof alertRuleResponseSchema>;
export type CreateAlertRuleRequest = z.infer<typeof createAlertRuleRequestSchema>;
export type UpdateAlertRuleRequest = z.infer<typeof updateAlertRuleRequestSchema>;
export type PreviewAlertRuleRequest = z.infer<typeof previewAlertRuleRequestSchema>;
export type PreviewAlertRuleResponse = z.infer<typeof previewAlertRuleResponseSchema>;
