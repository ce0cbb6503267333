import { z } from 'zod';
import { REJECT_REASONS } from '../events';
import { instantSchema } from './page';

/**
 * GET /api/v1/streams: is the platform well? `consumers` is of the whole installation, everything else of the own tenant.
 * Rates are over the last minute.
 */
export const streamsResponseSchema = z.object({
  at: instantSchema,
  consumers: z.array(
    z.object({
      group: z.string(),
      topic: z.string(),
      /** Records not yet read. */
      lag: z.number().int(),
      partitions: z.array(z.object({ partition: z.number().int(), lag: z.number().int() })),
    }),
  ),
  rates: z.object({
    framesPerSecond: z.number(),
    readingsPerSecond: z.number(),
    rejectsPerSecond: z.number(),
  }),
  /** How far event time has come: the newest device's and the slowest live device's watermark. */
  watermark: z.object({
    newestAt: instantSchema.nullable(),
    oldestAt: instantSchema.nullable(),
    ageMs: z.number().nullable(),
  }),
  totals: z.object({
    frames: z.number().int(),
    readings: z.number().int(),
    late: z.number().int(),
    duplicates: z.number().int(),
    gaps: z.number().int(),
  }),
  rejects: z.array(z.object({ reason: z.enum(REJECT_REASONS), count: z.number().int() })),
  devices: z.object({
    total: z.number().int(),
    online: z.number().int(),
    silent: z.number().int(),
    neverSeen: z.number().int(),
    disabled: z.number().int(),
  }),
});

export type StreamsResponse = z.infer<typeof streamsResponseSchema>;
