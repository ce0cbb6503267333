import { z } from 'zod';
import { MODEL_TASKS, modelAccuracySchema, paretoPointSchema } from '../device-model';
import { instantSchema, listOf } from './page';

/** Of a model in a path: a built-in one's name, or a UUID. */
export const modelIdSchema = z.string().regex(/^[a-z0-9][a-z0-9._-]{0,79}$/, 'not the id of a model');

/** Names of files, of C functions and of what a device says that it runs derive from it. */
export const modelNameSchema = z
  .string()
  .regex(/^[a-z][a-z0-9_-]{0,62}$/, 'lower-case letters, digits, - and _, a letter first');

/** One step of a model, in the order of execution. */
export const modelLayerSchema = z.object({
  index: z.number().int(),
  operator: z.string(),
  /** Shape of what it writes, outermost first. */
  shape: z.array(z.number().int()),
  /** Bytes of what it writes. */
  outputBytes: z.number().int(),
  /** Bytes of constants that it reads. */
  weightBytes: z.number().int(),
});

/** An input or output. `real = scale * (stored - zeroPoint)`. */
export const modelEndSchema = z.object({
  name: z.string(),
  type: z.string(),
  shape: z.array(z.number().int()),
  scale: z.number().nullable(),
  zeroPoint: z.number().nullable(),
});

export const modelSizesSchema = z.object({
  /** Bytes of constants. */
  weights: z.number().int(),
  /** Bytes of program and constants on a Cortex-M4; null: not known for this model. */
  flash: z.number().int().nullable(),
  /** Bytes of arena. */
  ram: z.number().int(),
  /** For one inference on a Cortex-M4; null: not known for this model. */
  instructions: z.number().nullable(),
  /** About one multiplication each. */
  steps: z.number(),
});

export const modelResponseSchema = z.object({
  id: modelIdSchema,
  name: z.string(),
  version: z.string(),
  source: z.enum(['built-in', 'uploaded']),
  /** Id of a domain pack; null: none in particular. */
  domain: z.string().nullable(),
  task: z.enum(MODEL_TASKS),
  description: z.string(),
  /** SHA-256 of the file, hexadecimal. */
  hash: z.string(),
  sizes: modelSizesSchema,
  accuracy: z.array(modelAccuracySchema),
  pareto: z.array(paretoPointSchema),
  signals: z.array(z.string()),
  inputs: z.array(modelEndSchema),
  outputs: z.array(modelEndSchema),
  layers: z.array(modelLayerSchema),
  /** How many of the tenant's devices said in their last hello that they run it. */
  devices: z.number().int(),
  /** Null for what came with the product. */
  createdAt: instantSchema.nullable(),
});

/** GET /api/v1/models: built-in ones first, then the tenant's own, newest first. */
export const modelListResponseSchema = listOf(modelResponseSchema);

/** Largest `.tflite` that is taken, bytes. */
export const MAX_MODEL_BYTES = 2 * 1_048_576;

/** POST /api/v1/models?name=…, body: a `.tflite` file as application/octet-stream (operator) */
export const uploadModelQuerySchema = z.object({
  name: modelNameSchema,
  domain: z.string().max(64).optional(),
  task: z.enum(MODEL_TASKS).default('other'),
  description: z.string().trim().max(2_000).default(''),
});

/** GET /api/v1/models/{id}/c: C99 that computes the same bits. With `file` that one as text. */
export const modelCodeQuerySchema = z.object({ file: z.string().max(80).optional() });
export const modelCodeResponseSchema = z.object({
  files: z.array(z.object({ name: z.string(), text: z.string() })),
});

/** Devices that figures can be given for. */
export const MODEL_TARGETS = ['cortex-m4'] as const;

/** GET /api/v1/models/{id}/report?target= */
export const modelReportQuerySchema = z.object({ target: z.enum(MODEL_TARGETS).default('cortex-m4') });
export const modelReportResponseSchema = z.object({
  target: z.enum(MODEL_TARGETS),
  sizes: modelSizesSchema,
  /** No plan needs less memory than this, bytes. */
  ramLowerBound: z.number().int(),
  /** With every tensor in memory of its own, bytes. */
  ramUnshared: z.number().int(),
  layers: z.array(
    modelLayerSchema.extend({
      /** Bytes of arena in use while it runs. */
      liveBytes: z.number().int(),
      instructions: z.number().nullable(),
    }),
  ),
  /** Pieces of the arena over time: layers `first` to `last`, bytes `offset` to `offset + bytes`. */
  memory: z.array(
    z.object({
      tensors: z.array(z.string()),
      offset: z.number().int(),
      bytes: z.number().int(),
      first: z.number().int(),
      last: z.number().int(),
    }),
  ),
});

const stored = z.number().int().min(-2_147_483_648).max(2_147_483_647);

/** POST /api/v1/models/{id}/run: one inference in the arithmetic of devices, from a fresh state. Stored integers. */
export const runModelRequestSchema = z.object({
  input: z.array(stored).min(1).max(65_536),
  /** Of further inputs, in the model's order. */
  moreInputs: z.array(z.array(stored).max(65_536)).max(7).default([]),
});
export const runModelResponseSchema = z.object({
  outputs: z.array(modelEndSchema.extend({ values: z.array(z.number()) })),
});

/** A tenant keeps at most so many models of its own: their list has one page. */
export const MAX_MODELS = 50;

export type ModelLayerResponse = z.infer<typeof modelLayerSchema>;
export type ModelEndResponse = z.infer<typeof modelEndSchema>;
export type ModelSizesResponse = z.infer<typeof modelSizesSchema>;
export type ModelResponse = z.infer<typeof modelResponseSchema>;
export type ModelReportResponse = z.infer<typeof modelReportResponseSchema>;
export type ModelCodeResponse = z.infer<typeof modelCodeResponseSchema>;
export type RunModelRequest = z.infer<typeof runModelRequestSchema>;
export type RunModelResponse = z.infer<typeof runModelResponseSchema>;
export type UploadModelQuery = z.infer<typeof uploadModelQuerySchema>;
