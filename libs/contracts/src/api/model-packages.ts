import { z } from 'zod';
import { packageIdSchema } from '../device-status';
import { instantSchema, listOf } from './page';

/** Largest package that is taken, bytes. */
export const MAX_PACKAGE_BYTES = 1_048_576;
/** A tenant keeps at most so many packages. */
export const MAX_PACKAGES = 100;

/**
 * POST /api/v1/models/packages, body: a signed package (libs/model-package) as application/octet-stream (operator). It must
 * have a package's form; whether it is genuine, the device decides. The same bytes again give the same answer.
 */
export const uploadPackageQuerySchema = z.object({
  /** JSON object: what people should know of it. */
  card: z.string().max(4_096).default('{}'),
});

/** Name, version and target are the package's own words. */
export const modelPackageResponseSchema = z.object({
  id: packageIdSchema,
  name: z.string(),
  version: z.string(),
  target: z.string(),
  bytes: z.number().int(),
  card: z.record(z.string(), z.unknown()),
  createdAt: instantSchema,
});

/** GET /api/v1/models/packages, newest first. */
export const modelPackageListResponseSchema = listOf(modelPackageResponseSchema);

export type UploadPackageQuery = z.infer<typeof uploadPackageQuerySchema>;
export type ModelPackageResponse = z.infer<typeof modelPackageResponseSchema>;
