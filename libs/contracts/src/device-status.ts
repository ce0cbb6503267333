import { z } from 'zod';

/** Text of a device, for people to read; PostgreSQL holds no zero character. */
const told = (most: number) =>
  z
    .string()
    .max(most)
    .refine((text) => !text.includes('\0'), 'holds a zero character');
const uint32 = z.number().int().min(0).max(0xffff_ffff);

/** A model package: the first 16 bytes of the SHA-256 of the whole file, in hexadecimal. */
export const packageIdSchema = z.string().regex(/^[0-9a-f]{32}$/, 'expected 32 hexadecimal digits');

/** How far a device has come with a package. `trial`: runs, but may still fall back. */
export const PACKAGE_STATES = ['receiving', 'verified', 'trial', 'active', 'rejected', 'fell_back'] as const;
export type PackageState = (typeof PACKAGE_STATES)[number];

/** Said on each connection: what runs on the device. `boot` counts its starts; `slot` `-`: it has no model slots. */
export const helloSchema = z.object({
  type: z.literal('hello'),
  firmware: told(64).min(1),
  /** `name@version`; empty: none. */
  model: told(128),
  package: packageIdSchema.or(z.literal('')),
  slot: z.enum(['a', 'b', '-']),
  boot: uint32,
});

/** What became of a command. */
export const commandResultSchema = z.object({
  type: z.literal('command'),
  id: told(32).min(1),
  result: z.enum(['done', 'refused']),
  reason: told(200).default(''),
});

/** Please send `count` chunks of a package from byte `offset` on. */
export const chunkRequestSchema = z.object({
  type: z.literal('chunk'),
  package: packageIdSchema,
  offset: uint32,
  count: z.number().int().min(1).max(65_535),
});

/** How an installation goes. `offset`: bytes received. */
export const packageProgressSchema = z.object({
  type: z.literal('package'),
  package: packageIdSchema,
  state: z.enum(PACKAGE_STATES),
  reason: told(200).default(''),
  offset: uint32.optional(),
});

/** What a device publishes on `fettle/v1/{tenant}/{device}/status`. Unknown fields are left out. */
export const deviceStatusSchema = z.discriminatedUnion('type', [
  helloSchema,
  commandResultSchema,
  chunkRequestSchema,
  packageProgressSchema,
]);

export type Hello = z.infer<typeof helloSchema>;
export type CommandResult = z.infer<typeof commandResultSchema>;
export type ChunkRequest = z.infer<typeof chunkRequestSchema>;
export type PackageProgress = z.infer<typeof packageProgressSchema>;
export type DeviceStatus = z.infer<typeof deviceStatusSchema>;

/**
 * The type of what the platform publishes on the same topic: what was refused, and why. A device that sees a message of
 * its own come back (a broker may route it so) tells it from this by the type.
 */
export const NOTICE_TYPE = 'rejected';
