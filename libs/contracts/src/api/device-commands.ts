import { z } from 'zod';
import { packageIdSchema } from '../device-status';
import { idSchema, instantSchema, listOf, pageQuerySchema } from './page';

const DAY_S = 86_400;

/** Sends results every so often; the device keeps it within its own bounds. */
const intervalSchema = z.object({
  command: z.literal('interval'),
  milliseconds: z
    .number()
    .int()
    .min(100)
    .max(DAY_S * 1_000),
});

/** What counts as an anomaly, and what is worth reporting; those left out stay as they are. */
const thresholdsSchema = z.object({
  command: z.literal('thresholds'),
  /** An anomaly begins at this score. */
  anomaly: z.number().optional(),
  /** And ends below this one. */
  clear: z.number().optional(),
  /** A score that changed by less is not reported on its own. */
  change: z.number().min(0).optional(),
  /** But something is after this long. */
  maxSilenceMs: z
    .number()
    .int()
    .min(1_000)
    .max(DAY_S * 1_000)
    .optional(),
});

/** Sends the raw samples of one channel. */
const sendRawSchema = z.object({
  command: z.literal('send_raw'),
  channel: z.number().int().min(0).max(65_535).default(0),
  /** Samples; left out: what the device has. */
  count: z.number().int().min(1).max(8_192).optional(),
});

/** Shows itself to who stands before it: a light, a sound. */
const identifySchema = z.object({
  command: z.literal('identify'),
  seconds: z.number().int().min(1).max(600).default(10),
});

const rebootSchema = z.object({ command: z.literal('reboot') });

/** Fetches a package and runs it once it is verified. Given through POST /api/v1/devices/{id}/model. */
const installSchema = z.object({
  command: z.literal('install'),
  package: packageIdSchema,
  /** Of the whole package. */
  bytes: z.number().int().min(1),
});

/** What is kept and sent, as `{"id": …, …}` on `fettle/v1/{tenant}/{device}/commands`. */
export const deviceCommandSchema = z.discriminatedUnion('command', [
  intervalSchema,
  thresholdsSchema,
  sendRawSchema,
  identifySchema,
  rebootSchema,
  installSchema,
]);

/**
 * pending: nobody has listened yet; sent: handed to the device, no answer yet, and sent again at its next hello;
 * done, refused: the device's answer; expired: neither came in time, and it is not sent any more. An answer that comes all the
 * same is the truth, and counts.
 */
export const COMMAND_STATES = ['pending', 'sent', 'done', 'refused', 'expired'] as const;
export type CommandState = (typeof COMMAND_STATES)[number];

/** How long a command waits for its device unless it says otherwise, and at most. */
export const COMMAND_EXPIRY_S = { usual: DAY_S, most: 30 * DAY_S } as const;

/** Seconds in which the device must answer. */
const expirySchema = z.number().int().min(10).max(COMMAND_EXPIRY_S.most).default(COMMAND_EXPIRY_S.usual);

/** POST /api/v1/devices/{id}/commands (operator): a command as the device reads it, and for how long it holds. */
export const giveCommandRequestSchema = z.discriminatedUnion('command', [
  intervalSchema.extend({ expiresInSeconds: expirySchema }),
  thresholdsSchema.extend({ expiresInSeconds: expirySchema }),
  sendRawSchema.extend({ expiresInSeconds: expirySchema }),
  identifySchema.extend({ expiresInSeconds: expirySchema }),
  rebootSchema.extend({ expiresInSeconds: expirySchema }),
]);

/** POST /api/v1/devices/{id}/model (operator): an install command. */
export const installModelRequestSchema = z.object({
  package: packageIdSchema,
  expiresInSeconds: expirySchema,
});

export const deviceCommandResponseSchema = z.object({
  id: z.string(),
  deviceId: idSchema,
  command: deviceCommandSchema,
  state: z.enum(COMMAND_STATES),
  /** The device's own words. */
  reason: z.string(),
  createdAt: instantSchema,
  /** Name of who gave it; null when that person is gone. */
  createdBy: z.string().nullable(),
  /** When it was last handed over. */
  sentAt: instantSchema.nullable(),
  settledAt: instantSchema.nullable(),
  expiresAt: instantSchema,
});

/** GET /api/v1/devices/{id}/commands, newest first; the last 100 are kept, and those that may still be answered. */
export const deviceCommandQuerySchema = pageQuerySchema;
export const deviceCommandListResponseSchema = listOf(deviceCommandResponseSchema);

export type DeviceCommand = z.infer<typeof deviceCommandSchema>;
export type GiveCommandRequest = z.infer<typeof giveCommandRequestSchema>;
export type InstallModelRequest = z.infer<typeof installModelRequestSchema>;
export type DeviceCommandResponse = z.infer<typeof deviceCommandResponseSchema>;
