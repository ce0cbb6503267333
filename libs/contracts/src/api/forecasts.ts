import { z } from 'zod';
import { idSchema, instantSchema, listOf } from './page';

/** How urgent a component or asset is, most urgent first; see {@link urgencyOf}. */
export const URGENCIES = ['critical', 'warning', 'watch', 'healthy', 'learning'] as const;
export const urgencySchema = z.enum(URGENCIES);
export type Urgency = (typeof URGENCIES)[number];

/** From which chance of failure on a component counts as urgent. The first row that holds decides. */
export const URGENCY_THRESHOLDS = [
  { urgency: 'critical', quantity: 'p7d', atLeast: 0.5 },
  { urgency: 'warning', quantity: 'p7d', atLeast: 0.1 },
  { urgency: 'warning', quantity: 'p30d', atLeast: 0.5 },
  { urgency: 'watch', quantity: 'p30d', atLeast: 0.1 },
] as const;

/** Urgency of a forecast; `learning` while it has no probabilities. */
export function urgencyOf(forecast: { p7d: number | null; p30d: number | null }): Urgency {
  if (forecast.p7d === null || forecast.p30d === null) return 'learning';
  return URGENCY_THRESHOLDS.find((row) => forecast[row.quantity]! >= row.atLeast)?.urgency ?? 'healthy';
}

/** Remaining life in seconds from `at`; null: beyond what the method can speak of. */
export const rulSchema = z.object({
  p10: z.number().nullable(),
  p50: z.number().nullable(),
  p90: z.number().nullable(),
});

/** One component's forecast for one failure mode. `at`: event time up to which data was seen. */
export const forecastResponseSchema = z.object({
  component: z.string(),
  failureMode: z.string(),
  at: instantSchema,
  urgency: urgencySchema,
  status: z.enum(['ready', 'insufficient_data']),
  /** Hours of data still needed when `insufficient_data`. */
  hoursNeeded: z.number(),
  /** 1 as new, 0 failed. */
  health: z.number().nullable(),
  p1d: z.number().nullable(),
  p7d: z.number().nullable(),
  p30d: z.number().nullable(),
  rul: rulSchema,
  drivers: z.array(z.object({ signal: z.string(), share: z.number() })),
  model: z.string(),
});

/** GET /api/v1/assets/{id}/forecasts: the newest of every component and failure mode, most urgent first. */
export const forecastListResponseSchema = listOf(forecastResponseSchema);

/** GET /api/v1/assets/{id}/forecasts/history?component=&from=&to=&points= */
export const forecastHistoryQuerySchema = z.object({
  component: z.string().max(64).optional(),
  from: instantSchema.optional(),
  to: instantSchema.optional(),
  points: z.coerce.number().int().min(10).max(1_000).default(300),
});

const numbers = z.array(z.number().nullable());

/** Health and forecasts over event time, columns of equal length; `t` epoch milliseconds, `rul*` seconds from `t`. */
export const forecastHistoryResponseSchema = z.object({
  items: z.array(
    z.object({
      component: z.string(),
      failureMode: z.string(),
      t: z.array(z.number()),
      health: numbers,
      p7d: numbers,
      rulP10: numbers,
      rulP50: numbers,
      rulP90: numbers,
    }),
  ),
  nextCursor: z.null(),
});

/** One row of the fleet screen: a component, its place, its forecast, and what is already being done. */
export const fleetRowResponseSchema = z.object({
  assetId: idSchema,
  assetName: z.string(),
  assetTypeId: z.string(),
  domain: z.string(),
  siteId: idSchema,
  siteName: z.string(),
  siteTimeZone: z.string(),
  forecast: forecastResponseSchema,
  alert: z
    .object({
      id: idSchema,
      state: z.enum(['firing', 'acknowledged']),
      severity: z.enum(['info', 'warning', 'critical']),
    })
    .nullable(),
  workOrder: z.object({ id: idSchema, plannedFor: instantSchema.nullable() }).nullable(),
});

/** GET /api/v1/fleet: one row a component, most urgent first (urgency, then median remaining life). */
export const fleetListResponseSchema = listOf(fleetRowResponseSchema);

const urgencyCountsSchema = z.object({
  critical: z.number().int(),
  warning: z.number().int(),
  watch: z.number().int(),
  healthy: z.number().int(),
  learning: z.number().int(),
});

/** GET /api/v1/fleet/summary: counts of assets by their most urgent component, of each domain and of all. */
export const fleetSummaryResponseSchema = z.object({
  total: urgencyCountsSchema,
  domains: z.array(z.object({ domain: z.string(), assets: z.number().int(), counts: urgencyCountsSchema })),
  sites: z.array(
    z.object({
      siteId: idSchema,
      siteName: z.string(),
      assets: z.number().int(),
      counts: urgencyCountsSchema,
    }),
  ),
  openAlerts: z.object({ firing: z.number().int(), acknowledged: z.number().int() }),
});

export type ForecastResponse = z.infer<typeof forecastResponseSchema>;
export type ForecastHistoryQuery = z.infer<typeof forecastHistoryQuerySchema>;
export type ForecastHistoryResponse = z.infer<typeof forecastHistoryResponseSchema>;
export type FleetRowResponse = z.infer<typeof fleetRowResponseSchema>;
export type FleetSummaryResponse = z.infer<typeof fleetSummaryResponseSchema>;
export type UrgencyCounts = z.infer<typeof urgencyCountsSchema>;
