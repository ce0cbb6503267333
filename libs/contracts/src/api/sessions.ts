import { z } from 'zod';
import { ROLES } from '../roles';
import { idSchema, instantSchema, nameSchema } from './page';

export const roleSchema = z.enum(ROLES);

/** An address, lower-cased. */
export const emailSchema = z.string().trim().toLowerCase().pipe(z.email().max(254));

/** A new password: 10 to 200 characters, nothing else asked (NIST SP 800-63B, 5.1.1.2). */
export const newPasswordSchema = z.string().min(10).max(200);

/** POST /api/v1/sessions */
export const createSessionRequestSchema = z.object({
  email: emailSchema,
  password: z.string().min(1).max(200),
});

/** POST /api/v1/sessions/link: redeems the one-time token of `/sign-in?link=TOKEN`. */
export const redeemSignInLinkRequestSchema = z.object({ link: z.string().min(20).max(200) });

/** The token of the session; the same is set as an HttpOnly cookie. */
export const createSessionResponseSchema = z.object({ token: z.string(), expiresAt: instantSchema });

/** GET /api/v1/sessions/me */
export const sessionResponseSchema = z.object({
  user: z.object({ id: idSchema, email: z.string(), name: z.string(), role: roleSchema }),
  tenant: z.object({ id: idSchema, name: z.string(), slug: z.string(), demo: z.boolean() }),
  expiresAt: instantSchema,
});

/** GET /api/v1/sessions/current: null when nobody is signed in, which is an answer and no refusal. */
export const currentSessionResponseSchema = z.object({ session: sessionResponseSchema.nullable() });

/** GET /api/v1/setup: `needed` while the installation has no tenant. */
export const setupStateResponseSchema = z.object({ needed: z.boolean() });

/** POST /api/v1/setup: the first tenant and its owner, with the one-time link's token; answers with a session. */
export const setupRequestSchema = z.object({
  link: z.string().min(20).max(200),
  tenantName: nameSchema,
  name: nameSchema,
  email: emailSchema,
  password: newPasswordSchema,
});

/** GET /api/v1/tenant: the own tenant. */
export const tenantResponseSchema = z.object({
  id: idSchema,
  name: z.string(),
  slug: z.string(),
  demo: z.boolean(),
  createdAt: instantSchema,
  retentionDays: z.number().int(),
  quota: z.object({
    readingsPerSecond: z.number().int(),
    messagesPerSecond: z.number().int(),
    maxDevices: z.number().int(),
  }),
  counts: z.object({ sites: z.number().int(), assets: z.number().int(), devices: z.number().int() }),
});

export type CreateSessionRequest = z.infer<typeof createSessionRequestSchema>;
export type CreateSessionResponse = z.infer<typeof createSessionResponseSchema>;
export type RedeemSignInLinkRequest = z.infer<typeof redeemSignInLinkRequestSchema>;
export type SessionResponse = z.infer<typeof sessionResponseSchema>;
export type CurrentSessionResponse = z.infer<typeof currentSessionResponseSchema>;
export type SetupStateResponse = z.infer<typeof setupStateResponseSchema>;
export type SetupRequest = z.infer<typeof setupRequestSchema>;
export type TenantResponse = z.infer<typeof tenantResponseSchema>;
