import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { AppError } from '@fettle/kernel';
import { boardTarget, EMULATOR, requireTool } from '@fettle/board';
import { bytesPerElement, elementCount, Model, optimize } from '@fettle/tinyml';
import { readGoldenFiles } from '../../commands/model/golden-files';
import { readModelFile } from '../../commands/model/model-file';
import { EDGE_STAGES } from './builds';
import { constantBytes, EdgeFigures, measureOnBoard, RecordedModel } from './edge-figures';
import { RIVALS, RIVALS_SOURCE, RivalFigures } from './rivals';

/** Recorded runs by which a stage before the last is measured: general kernels take their time. */
const STAGE_RUNS = 3;

/** Models that rivals have figures for. */
export const EDGE_MODELS = ['ad01_int8', 'kws_ref_model'] as const;

export interface EdgeBenchOptions {
  readonly dataDir: string;
  readonly target: string;
  /** Most recorded runs of each model; all where absent. */
  readonly mostRuns?: number;
  readonly onProgress?: (text: string) => void;
}

/** Figures of the product. */
export interface EdgeModelFigures extends EdgeFigures {
  /** Of its flash, the model's constants: weights, biases, factors, settings. */
  readonly weightBytes: number;
}

export interface EdgeBenchResult {
  readonly target: string;
  readonly counted: string;
  readonly models: Readonly<Record<string, EdgeModelFigures>>;
  /** By rival and model. */
  readonly rivals: Readonly<Record<string, Readonly<Record<string, RivalFigures>>>>;
  readonly rivalsSource: string;
  /** By model and stage: what each step from general kernels is worth. */
  readonly ablation: Readonly<Record<string, Readonly<Record<string, EdgeFigures>>>>;
}

/**
 * Compiles the models, runs their recorded inputs on the emulated board and compares, once for each stage from general
 * kernels to the product. `BOARD.TOOL_MISSING` without compiler or emulator, `BENCH.NO_DATA` without the models.
 */
export async function runEdgeBench(options: EdgeBenchOptions): Promise<EdgeBenchResult> {
  const target = boardTarget(options.target);
  requireTool(target.compiler);
  requireTool(EMULATOR);
  const ablation: Record<string, Record<string, EdgeFigures>> = {};
  const models: Record<string, EdgeModelFigures> = {};
  const product = EDGE_STAGES.at(-1)!.name;
  for (const name of EDGE_MODELS) {
    const recorded = await recordedModel(options, name);
    const stages: Record<string, EdgeFigures> = {};
    for (const { name: stage, title, build } of EDGE_STAGES) {
      options.onProgress?.(`${name}: ${title}`);
      const runs = stage === product ? recorded : firstRuns(recorded, STAGE_RUNS);
      stages[stage] = await measureOnBoard(target, runs, build);
    }
    ablation[name] = stages;
    models[name] = { ...stages[product]!, weightBytes: constantBytes(recorded.model) };
  }
  return {
    target: target.name,
    counted: 'instructions are counted by QEMU; they are not cycles',
    models,
    rivals: Object.fromEntries(RIVALS.map(({ name, models }) => [name, models])),
    rivalsSource: RIVALS_SOURCE,
    ablation,
  };
}

function firstRuns({ inputs, outputs, ...rest }: RecordedModel, most: number): RecordedModel {
  return { ...rest, inputs: inputs.slice(0, most), outputs: outputs.slice(0, most) };
}

/** The model as `fettle model compile` takes it, and its runs as TensorFlow Lite Micro recorded them. */
async function recordedModel(
  { dataDir, mostRuns = Infinity }: EdgeBenchOptions,
  name: string,
): Promise<RecordedModel> {
  const folder = join(dataDir, 'tinyml');
  const path = join(folder, `${name}.tflite`);
  if (!existsSync(path)) throw new AppError('BENCH.NO_DATA', `no ${path}; --data names the public data sets`);
  const { model } = optimize(await readModelFile(path));
  const { records } = await readGoldenFiles(join(folder, 'golden', `${name}.tflm`));
  const split = inputBytes(model);
  const runs = Array.from({ length: Math.min(records.count, mostRuns) }, (_, i) =>
    records.bytes.subarray(i * records.recordBytes, (i + 1) * records.recordBytes),
  );
  return {
    name,
    model,
    inputs: runs.map((bytes) => bytes.subarray(0, split)),
    outputs: runs.map((bytes) => bytes.subarray(split)),
  };
}

function inputBytes({ subgraphs }: Model): number {
  const { tensors, inputs } = subgraphs[0]!;
  return inputs.reduce((sum, index) => {
    const { shape, type } = tensors[index]!;
    return sum + elementCount(shape) * bytesPerElement(type);
  }, 0);
}
