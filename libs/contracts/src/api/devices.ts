import { z } from 'zod';
import { PACKAGE_STATES } from '../device-status';
import { REJECT_REASONS } from '../events';
import { idSchema, instantSchema, listOf, nameSchema, pageQuerySchema } from './page';

/** online: heard within its silence limit; silent: not; never_seen: no message yet; disabled: may not connect. */
export const DEVICE_STATES = ['online', 'silent', 'never_seen', 'disabled'] as const;
export const deviceStateSchema = z.enum(DEVICE_STATES);
export type DeviceState = (typeof DEVICE_STATES)[number];

/** A device without news for this long counts as silent. */
export const DEVICE_SILENT_AFTER_MS = 900_000;

const reasonCountSchema = z.object({ reason: z.enum(REJECT_REASONS), count: z.number().int() });

/** What a device said of its own program, and how the last model package sent to it fares. */
export const deviceSoftwareSchema = z.object({
  /** Of the running model; null: it was not installed as a package. */
  package: z.string().nullable(),
  /** `a` or `b`; null: the device has no slots. */
  slot: z.string().nullable(),
  /** Counts the device's starts. */
  boot: z.number().int().nullable(),
  helloAt: instantSchema.nullable(),
  installation: z
    .object({
      package: z.string(),
      state: z.enum(PACKAGE_STATES),
      reason: z.string(),
      /** Bytes received; null where the device does not say. */
      offset: z.number().int().nullable(),
      /** That it receives in all: header and one image; null when the package is not in the store any more. */
      bytes: z.number().int().nullable(),
      at: instantSchema,
    })
    .nullable(),
});

export const deviceResponseSchema = z.object({
  id: idSchema,
  name: z.string(),
  assetId: idSchema,
  assetName: z.string(),
  domain: z.string(),
  siteName: z.string(),
  state: deviceStateSchema,
  disabled: z.boolean(),
  createdAt: instantSchema,
  lastSeenAt: instantSchema.nullable(),
  /** Device clock minus platform clock at the last message, ms; null before the first. */
  clockErrorMs: z.number().nullable(),
  /** Sequence numbers that never came. */
  gaps: z.number().int(),
  late: z.number().int(),
  duplicates: z.number().int(),
  frames: z.number().int(),
  readings: z.number().int(),
  rejects: z.array(reasonCountSchema),
  /** As the device said in its last hello; null: it never said. */
  firmware: z.string().nullable(),
  /** `name@version` of the model that runs on it; null: none, or it never said. */
  model: z.string().nullable(),
  software: deviceSoftwareSchema,
});

/** GET /api/v1/devices?assetId=&state=&model=&q=, by name. */
export const deviceQuerySchema = pageQuerySchema.extend({
  assetId: idSchema.optional(),
  state: deviceStateSchema.optional(),
  /** `name@version`: those that said in their last hello that they run it. */
  model: z.string().min(1).max(128).optional(),
  q: z.string().trim().max(120).optional(),
});
export const deviceListResponseSchema = listOf(deviceResponseSchema);

/** POST /api/v1/devices (operator) */
export const createDeviceRequestSchema = z.object({ name: nameSchema, assetId: idSchema });

/** What a device needs to connect. Shown once: only a salted hash is kept. */
export const deviceCredentialsResponseSchema = z.object({
  id: idSchema,
  name: z.string(),
  assetId: idSchema,
  mqtt: z.object({
    host: z.string(),
    port: z.number().int(),
    clientId: z.string(),
    username: z.string(),
    password: z.string(),
    topics: z.object({
      frames: z.string(),
      json: z.string(),
      sparkplug: z.string(),
      status: z.string(),
      events: z.string(),
      commands: z.string(),
      models: z.string(),
    }),
  }),
  /** User name for `v1/devices/me/telemetry`, no password (the ThingsBoard device API). */
  token: z.string(),
});

/** PATCH /api/v1/devices/{id} (operator) */
export const updateDeviceRequestSchema = z.object({
  name: nameSchema.optional(),
  disabled: z.boolean().optional(),
});

/** GET /api/v1/devices/{id}/readings: those accepted, by event time. Default: everything, oldest first. */
export const readingsQuerySchema = z.object({
  signal: z.string().min(1).max(64).optional(),
  from: instantSchema.or(z.coerce.number().int().min(0)).optional(),
  to: instantSchema.or(z.coerce.number().int().min(0)).optional(),
  cursor: z.string().min(1).max(512).optional(),
  limit: z.coerce.number().int().min(1).max(10_000).default(1_000),
});
export const readingResponseSchema = z.object({
  at: instantSchema,
  /** The same instant as epoch milliseconds. */
  t: z.number(),
  signal: z.string(),
  /** Null: not a number, a failed sensor. */
  value: z.number().nullable(),
});
export const readingListResponseSchema = listOf(readingResponseSchema);

/** GET /api/v1/devices/{id}/rejects and GET /api/v1/rejects: messages that did not count, newest first. */
export const rejectResponseSchema = z.object({
  at: instantSchema,
  deviceId: idSchema.nullable(),
  topic: z.string(),
  reason: z.enum(REJECT_REASONS),
  detail: z.string(),
  readings: z.number().int(),
  /** The first bytes of the message, base64. */
  sample: z.string(),
});
export const rejectListResponseSchema = listOf(rejectResponseSchema);

export type DeviceSoftwareResponse = z.infer<typeof deviceSoftwareSchema>;
export type DeviceResponse = z.infer<typeof deviceResponseSchema>;
export type DeviceQuery = z.infer<typeof deviceQuerySchema>;
export type CreateDeviceRequest = z.infer<typeof createDeviceRequestSchema>;
export type DeviceCredentialsResponse = z.infer<typeof deviceCredentialsResponseSchema>;
export type UpdateDeviceRequest = z.infer<typeof updateDeviceRequestSchema>;
export type ReadingsQuery = z.infer<typeof readingsQuerySchema>;
export type ReadingResponse = z.infer<typeof readingResponseSchema>;
export type RejectResponse = z.infer<typeof rejectResponseSchema>;
