import { z } from 'zod';
import { idSchema, instantSchema, listOf, nameSchema, noteSchema, pageQuerySchema } from './page';

export const FINDINGS = ['confirmed_fault', 'false_alarm', 'other'] as const;
export const workOrderStateSchema = z.enum(['open', 'done']);

export const workOrderResponseSchema = z.object({
  id: idSchema,
  assetId: idSchema,
  assetName: z.string(),
  siteName: z.string(),
  siteTimeZone: z.string(),
  component: z.string().nullable(),
  alertId: idSchema.nullable(),
  title: z.string(),
  note: z.string(),
  state: workOrderStateSchema,
  plannedFor: instantSchema.nullable(),
  createdAt: instantSchema,
  /** Name of the person who opened it; null: the platform did. */
  createdBy: z.string().nullable(),
  finding: z
    .object({
      kind: z.enum(FINDINGS),
      failureMode: z.string().nullable(),
      note: z.string(),
      /** When the fault was seen or the part replaced, event time. */
      foundAt: instantSchema,
      by: z.string().nullable(),
    })
    .nullable(),
});

/** GET /api/v1/work-orders?state=&assetId=, newest first. */
export const workOrderQuerySchema = pageQuerySchema.extend({
  state: workOrderStateSchema.optional(),
  assetId: idSchema.optional(),
});
export const workOrderListResponseSchema = listOf(workOrderResponseSchema);

/** POST /api/v1/work-orders (crew) */
export const createWorkOrderRequestSchema = z.object({
  assetId: idSchema,
  component: z.string().min(1).max(64).nullable().default(null),
  alertId: idSchema.nullable().default(null),
  title: nameSchema,
  note: noteSchema.default(''),
  plannedFor: instantSchema.nullable().default(null),
});

/** POST /api/v1/work-orders/{id}/finding (crew): what was found; closes the work order. A label that training uses. */
export const reportFindingRequestSchema = z.object({
  kind: z.enum(FINDINGS),
  failureMode: z.string().min(1).max(64).nullable().default(null),
  note: noteSchema.default(''),
  foundAt: instantSchema.optional(),
});

export type Finding = (typeof FINDINGS)[number];
export type WorkOrderResponse = z.infer<typeof workOrderResponseSchema>;
export type WorkOrderQuery = z.infer<typeof workOrderQuerySchema>;
export type CreateWorkOrderRequest = z.infer<typeof createWorkOrderRequestSchema>;
export type ReportFindingRequest = z.infer<typeof reportFindingRequestSchema>;
