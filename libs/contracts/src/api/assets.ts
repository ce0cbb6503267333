import { z } from 'zod';
import { componentResponseSchema, signalResponseSchema } from './domains';
import { deviceResponseSchema } from './devices';
import { forecastResponseSchema, urgencySchema } from './forecasts';
import { idSchema, instantSchema, listOf, nameSchema, pageQuerySchema } from './page';

/** Filters of GET /api/v1/assets and GET /api/v1/fleet. `q` matches part of an asset's or site's name. */
export const assetQuerySchema = pageQuerySchema.extend({
  domain: z.string().max(64).optional(),
  siteId: idSchema.optional(),
  urgency: urgencySchema.optional(),
  q: z.string().trim().max(120).optional(),
});

export const siteResponseSchema = z.object({
  id: idSchema,
  name: z.string(),
  latitude: z.number(),
  longitude: z.number(),
  /** IANA name: the assets' local time. */
  timeZone: z.string(),
  assets: z.number().int(),
});
export const siteListResponseSchema = listOf(siteResponseSchema);

/** POST /api/v1/sites (operator) */
export const createSiteRequestSchema = z.object({
  name: nameSchema,
  latitude: z.number().min(-90).max(90),
  longitude: z.number().min(-180).max(180),
  timeZone: z.string().min(1).max(64).default('UTC'),
});

export const assetResponseSchema = z.object({
  id: idSchema,
  name: z.string(),
  domain: z.string(),
  assetTypeId: z.string(),
  siteId: idSchema,
  siteName: z.string(),
  siteTimeZone: z.string(),
  /** Of its worst component: 1 as new, 0 failed; null while nothing is known. */
  health: z.number().nullable(),
  urgency: urgencySchema,
  /** Of its components, the one most likely to fail first. */
  worstForecast: forecastResponseSchema.nullable(),
  openAlerts: z.object({ firing: z.number().int(), acknowledged: z.number().int() }),
  lastSeenAt: instantSchema.nullable(),
});

/** GET /api/v1/assets?domain=&siteId=&urgency=&q=, by name. */
export const assetListResponseSchema = listOf(assetResponseSchema);

/** POST /api/v1/assets (operator) */
export const createAssetRequestSchema = z.object({
  name: nameSchema,
  siteId: idSchema,
  assetTypeId: z.string().min(1).max(64),
});

export const latestValueSchema = z.object({
  signal: z.string(),
  deviceId: idSchema,
  at: instantSchema,
  /** Null: not a number, a failed sensor. */
  value: z.number().nullable(),
});

/** GET /api/v1/assets/{id} */
export const assetDetailResponseSchema = assetResponseSchema.extend({
  assetTypeLabel: z.string(),
  latitude: z.number(),
  longitude: z.number(),
  createdAt: instantSchema,
  components: z.array(componentResponseSchema),
  signals: z.array(signalResponseSchema),
  devices: z.array(deviceResponseSchema),
  forecasts: z.array(forecastResponseSchema),
  latest: z.array(latestValueSchema),
});

/** GET /api/v1/assets/{id}/series. Default: the last 24 hours; `points` at most as many as the screen is wide. */
export const seriesQuerySchema = z.object({
  signal: z.string().min(1).max(64),
  from: instantSchema.or(z.coerce.number().int().min(0)).optional(),
  to: instantSchema.or(z.coerce.number().int().min(0)).optional(),
  points: z.coerce.number().int().min(2).max(1_000).default(1_000),
});

/** Columns of equal length, `t` rising epoch milliseconds, each [t, t + resolutionMs); empty intervals are left out. */
export const seriesResponseSchema = z.object({
  t: z.array(z.number()),
  min: z.array(z.number().nullable()),
  mean: z.array(z.number().nullable()),
  max: z.array(z.number().nullable()),
  count: z.array(z.number()),
  /** Width of one interval; 0: single readings. */
  resolutionMs: z.number(),
  signal: z.string(),
  unit: z.string(),
});

/** GET /api/v1/search?q=: anything by name or id, best first. */
export const searchQuerySchema = z.object({
  q: z.string().trim().min(1).max(120),
  limit: z.coerce.number().int().min(1).max(50).default(20),
});
export const searchHitSchema = z.object({
  kind: z.enum(['asset', 'device', 'site', 'rule', 'alert', 'work_order']),
  id: idSchema,
  title: z.string(),
  subtitle: z.string(),
  domain: z.string().nullable(),
});
export const searchResponseSchema = listOf(searchHitSchema);

export type AssetQuery = z.infer<typeof assetQuerySchema>;
export type SiteResponse = z.infer<typeof siteResponseSchema>;
export type CreateSiteRequest = z.infer<typeof createSiteRequestSchema>;
export type AssetResponse = z.infer<typeof assetResponseSchema>;
export type CreateAssetRequest = z.infer<typeof createAssetRequestSchema>;
export type AssetDetailResponse = z.infer<typeof assetDetailResponseSchema>;
export type LatestValue = z.infer<typeof latestValueSchema>;
export type SeriesQuery = z.infer<typeof seriesQuerySchema>;
export type SeriesResponse = z.infer<typeof seriesResponseSchema>;
export type SearchQuery = z.infer<typeof searchQuerySchema>;
export type SearchHit = z.infer<typeof searchHitSchema>;
