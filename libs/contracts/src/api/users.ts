import { z } from 'zod';
import { idSchema, instantSchema, listOf, nameSchema } from './page';
import { emailSchema, newPasswordSchema, roleSchema } from './sessions';

/** GET /api/v1/users (admin): people of the own tenant. */
export const userResponseSchema = z.object({
  id: idSchema,
  email: z.string(),
  name: z.string(),
  role: roleSchema,
  createdAt: instantSchema,
});
export const userListResponseSchema = listOf(userResponseSchema);

/** POST /api/v1/users (admin). Without a password one is made and shown once. */
export const createUserRequestSchema = z.object({
  email: emailSchema,
  name: nameSchema,
  role: roleSchema,
  password: newPasswordSchema.optional(),
});
/** `password` only when it was made here; it is not shown again. */
export const createUserResponseSchema = userResponseSchema.extend({ password: z.string().nullable() });

/** PATCH /api/v1/users/{id} (admin) */
export const updateUserRequestSchema = z.object({ name: nameSchema.optional(), role: roleSchema.optional() });

export type UserResponse = z.infer<typeof userResponseSchema>;
export type CreateUserRequest = z.infer<typeof createUserRequestSchema>;
export type CreateUserResponse = z.infer<typeof createUserResponseSchema>;
export type UpdateUserRequest = z.infer<typeof updateUserRequestSchema>;
