import { z } from 'zod';
import { idSchema, instantSchema, listOf, pageQuerySchema } from './page';

/** Raw samples of one channel, as a device sent them on `fettle/v1/{tenant}/{device}/events`. */
export const snippetResponseSchema = z.object({
  id: idSchema,
  deviceId: idSchema,
  channel: z.number().int(),
  /** Event time of the first sample. */
  at: instantSchema,
  sampleRateHz: z.number(),
  /** A sample times this is the measured value. */
  unitsPerStep: z.number(),
  samples: z.number().int(),
  bootId: z.number().int(),
  sequence: z.number().int(),
});

/** GET /api/v1/devices/{id}/snippets, newest first. */
export const snippetQuerySchema = pageQuerySchema;
export const snippetListResponseSchema = listOf(snippetResponseSchema);

/** GET /api/v1/snippets/{id} */
export const snippetDetailResponseSchema = snippetResponseSchema.extend({
  /** 16-bit signed, little endian, base64. */
  data: z.string(),
});

export type SnippetResponse = z.infer<typeof snippetResponseSchema>;
export type SnippetDetailResponse = z.infer<typeof snippetDetailResponseSchema>;
