import { z } from 'zod';

export const AGGREGATES = ['mean', 'min', 'max', 'last', 'stddev', 'count', 'p50', 'p95', 'p99'] as const;
export const WINDOW_SIZES_MS = [60_000, 900_000, 3_600_000, 86_400_000] as const;
export const SEVERITIES = ['info', 'warning', 'critical'] as const;
export const COMPARISONS = ['>', '>=', '<', '<='] as const;

export const aggregateSchema = z.enum(AGGREGATES);
export const severitySchema = z.enum(SEVERITIES);
export const comparisonSchema = z.enum(COMPARISONS);
const windowMsSchema = z.union([
  z.literal(60_000),
  z.literal(900_000),
  z.literal(3_600_000),
  z.literal(86_400_000),
]);

/** A closed window's aggregate of one signal against a threshold. */
export const windowConditionSchema = z.object({
  kind: z.literal('window'),
  signal: z.string().min(1).max(64),
  aggregate: aggregateSchema,
  windowMs: windowMsSchema,
  comparison: comparisonSchema,
  threshold: z.number(),
  /** The alert resolves only once the value is back beyond this (hysteresis); absent: the threshold itself. */
  recovery: z.number().optional(),
});

/** A forecast's failure probability (0..1) or remaining life (seconds) against a threshold. */
export const forecastConditionSchema = z.object({
  kind: z.literal('forecast'),
  /** A component of the asset type; absent: each of them. */
  component: z.string().max(64).optional(),
  quantity: z.enum(['p1d', 'p7d', 'p30d', 'rulP10', 'rulP50', 'rulP90']),
  comparison: comparisonSchema,
  threshold: z.number(),
  recovery: z.number().optional(),
});

export const conditionSchema = z.discriminatedUnion('kind', [windowConditionSchema, forecastConditionSchema]);

/** A rule without its identity: what an operator edits and what a domain pack ships. */
export const alertRuleTemplateSchema = z.object({
  name: z.string().min(1).max(120),
  severity: severitySchema,
  condition: conditionSchema,
  /** How long in event time, from the first evaluation at which it holds, the condition must go on holding before the alert fires, ms; 0: at once. */
  pendingMs: z.number().int().min(0).max(2_592_000_000).default(0),
});

export type Aggregate = z.infer<typeof aggregateSchema>;
export type Severity = z.infer<typeof severitySchema>;
export type Comparison = z.infer<typeof comparisonSchema>;
export type WindowCondition = z.infer<typeof windowConditionSchema>;
export type ForecastCondition = z.infer<typeof forecastConditionSchema>;
export type Condition = z.infer<typeof conditionSchema>;
export type AlertRuleTemplate = z.infer<typeof alertRuleTemplateSchema>;

/** A rule of a tenant. `version` rises with every change; an alert names the version that fired it. */
export const alertRuleSchema = alertRuleTemplateSchema.extend({
  id: z.uuid(),
  tenantId: z.uuid(),
  version: z.number().int().min(1),
  enabled: z.boolean(),
  assetTypeId: z.string(),
  /** Only these assets; null: every asset of the type. */
  assetIds: z.array(z.uuid()).max(10_000).nullable(),
});
export type AlertRule = z.infer<typeof alertRuleSchema>;
