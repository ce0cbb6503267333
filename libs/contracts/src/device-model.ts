import { z } from 'zod';

/** What a model is for. `anomaly`: a score of how unusual its input is. */
export const MODEL_TASKS = ['classifier', 'anomaly', 'regressor', 'forecaster', 'other'] as const;
export type ModelTask = (typeof MODEL_TASKS)[number];

/** One measured figure of a model, and on which data; splits are by recording, load or asset, never by window. */
export const modelAccuracySchema = z.object({
  metric: z.string(),
  value: z.number(),
  split: z.string(),
});

/** One model of those that were tried on the way to this one: none other was better in everything. */
export const paretoPointSchema = z.object({
  label: z.string(),
  /** Bytes that the compiled model adds to a program on a Cortex-M4: constants and code. */
  flash: z.number(),
  /** Bytes of arena and stack. */
  ram: z.number(),
  instructions: z.number().nullable(),
  /** By `measure`, on the data that the choice was made with. */
  accuracy: z.number(),
  measure: z.string(),
  /** Which way `measure` is better. */
  better: z.enum(['more', 'less']),
  /** The one that was taken. */
  chosen: z.boolean(),
});

export type ModelAccuracy = z.infer<typeof modelAccuracySchema>;
export type ParetoPoint = z.infer<typeof paretoPointSchema>;

/** A model that comes with the product. What can be read from its file (sizes, layers) is not repeated here. */
export interface DeviceModel {
  /** Lower-case letters, digits, `.`, `-` and `_`; unique among all. */
  readonly id: string;
  /** Lower-case letters, digits, `-` and `_`; a device that runs it says `name@version`. */
  readonly name: string;
  readonly version: string;
  /** What it looks at, in a few words. */
  readonly title: string;
  /** Id of its domain pack. */
  readonly domain: string;
  /** Asset types whose devices can run it. */
  readonly assetTypes: readonly string[];
  readonly task: ModelTask;
  readonly description: string;
  /** Data it was trained on, with its licence and whom to cite. */
  readonly source: string;
  /** Names of the signals, or of the channels, that it reads. */
  readonly signals: readonly string[];
  readonly accuracy: readonly ModelAccuracy[];
  readonly pareto: readonly ParetoPoint[];
  /** The int8 `.tflite` file; the same bytes at each call, not to be changed. */
  readonly tflite: () => Uint8Array;
}
