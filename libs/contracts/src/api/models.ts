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
  /** On a Cortex-M4; null: the model cannot be compiled. */
  instructions: z.number().nullable(),
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
  /** Bytes of weights. */
  weights: z.number().int(),
  /** Bytes of program and constants on a Cortex-M4; null: the model cannot be compiled. */
  flash: z.number().int().nullable(),
  /** Bytes of arena, state and stack on a Cortex-M4; of a model that cannot be compiled the arena alone. */
  ram: z.number().int(),
  /** Of one inference on a Cortex-M4; null: the model cannot be compiled. */
  instructions: z.number().nullable(),
});

export const modelResponseSchema = z.object({
  id: modelIdSchema,
  name: z.string(),
  version: z.string(),
  /** What it looks at; of an uploaded one its name. */
  title: z.string(),
  source: z.enum(['built-in', 'uploaded']),
  /** Id of a domain pack; null: none in particular. */
  domain: z.string().nullable(),
  /** Whose devices can run it; empty: nobody said. */
  assetTypes: z.array(z.string()),
  task: z.enum(MODEL_TASKS),
  description: z.string(),
  /** Data it was trained on, with licence and whom to cite; null: nobody said. */
  trainedOn: z.string().nullable(),
  /** SHA-256 of the file, hexadecimal. */
  hash: z.string(),
  sizes: modelSizesSchema,
  accuracy: z.array(modelAccuracySchema),
  pareto: z.array(paretoPointSchema),
  signals: z.array(z.string()),
  inputs: z.array(modelEndSchema),
  outputs: z.array(modelEndSchema),
  layers: z.array(modelLayerSchema),
  /** Names for `GET /api/v1/models/{id}/c?file=`; empty: the model cannot be compiled. */
  codeFiles: z.array(z.string()),
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

const shapeSchema = z.array(z.number().int());
const bytes = z.number().int();

/** GET /api/v1/models/{id}/report?target=: what the compiled model will take, told without building it. */
export const modelReportQuerySchema = z.object({ target: z.enum(MODEL_TARGETS).default('cortex-m4') });
export const modelReportResponseSchema = z.object({
  target: z.enum(MODEL_TARGETS),
  /** Compiler and optimisation that the figures hold for. */
  compiler: z.string(),
  clockHz: z.number(),
  /** Bytes; `harness`: of the program around it that was measured along. */
  flash: z.object({ weights: bytes, constants: bytes, code: bytes, harness: bytes, total: bytes }),
  /** Bytes; no arrangement of the arena is smaller than `arenaLowerBound`. */
  ram: z.object({ arena: bytes, arenaLowerBound: bytes, state: bytes, stack: bytes, total: bytes }),
  macs: z.number(),
  /** Of one inference. Instructions are not cycles: memory and branches make a real part slower. */
  instructions: z.number(),
  /** The least that one inference takes: an instruction a cycle. */
  timeMs: z.number(),
  layers: z.array(
    z.object({
      index: z.number().int(),
      operator: z.string(),
      inputShapes: z.array(shapeSchema),
      outputShapes: z.array(shapeSchema),
      macs: z.number(),
      weightBytes: bytes,
      constantBytes: bytes,
      instructions: z.number(),
      timeMs: z.number(),
      /** Names of the C functions that do the work; empty where there is none. */
      kernel: z.string(),
      /** Bytes of the arena that are in use while it runs. */
      liveBytes: bytes,
    }),
  ),
  /** A tensor's place in the arena, and the layers from whose beginning to whose end it is needed. */
  tensorsOverTime: z.array(
    z.object({
      tensor: z.number().int(),
      name: z.string(),
      offset: bytes,
      bytes,
      /** -1: before the first layer. */
      first: z.number().int(),
      /** As many as there are layers: after the last. */
      last: z.number().int(),
    }),
  ),
  /** Kernels that were never measured on this target, and that code and instructions do not count. */
  unknownKernels: z.array(z.string()),
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
