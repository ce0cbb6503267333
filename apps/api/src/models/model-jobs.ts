import { AppError } from '@fettle/kernel';
import {
  MAX_MODEL_BYTES,
  type ModelCodeResponse,
  type ModelEndResponse,
  type ModelLayerResponse,
  type ModelReportResponse,
  type ModelSizesResponse,
  type RunModelResponse,
} from '@fettle/contracts';
import {
  bytesPerElement,
  compileC,
  createInterpreter,
  DEFAULT_LIMITS,
  type ElementArray,
  elementCount,
  loadTflite,
  type Model,
  type ModelReport,
  optimize,
  planArena,
  reportModel,
  type Subgraph,
  type Tensor,
} from '@fettle/tinyml';

/** What can be read from a model's file. */
export interface ModelCard {
  readonly sizes: ModelSizesResponse;
  readonly inputs: readonly ModelEndResponse[];
  readonly outputs: readonly ModelEndResponse[];
  readonly layers: readonly ModelLayerResponse[];
}

/** A stranger's model may ask for this much. */
const LIMITS = {
  ...DEFAULT_LIMITS,
  modelBytes: MAX_MODEL_BYTES,
  nodes: 2_048,
  tensorBytes: 16 * 1_048_576,
  steps: 5e8,
};
const CARD_TARGET = 'cortex-m4';

/** Work on a model that takes the processor a while, by name. Each takes the file's bytes and gives plain data. */
export const MODEL_JOBS = {
  /** Throws what {@link loadTflite} and the interpreter refuse: `TINYML.*`, with operator and place. */
  card(file: Uint8Array): ModelCard {
    const model = loadTflite(file, LIMITS);
    createInterpreter(model, 'tflm', LIMITS);
    const report = reportOrNull(model);
    const graph = model.subgraphs[0]!;
    return {
      sizes: sizesOf(model, report),
      inputs: graph.inputs.map((i) => showEnd(graph.tensors[i]!)),
      outputs: graph.outputs.map((i) => showEnd(graph.tensors[i]!)),
      layers: layersOf(graph, report),
    };
  },

  /** The same text as `fettle model compile` writes. Throws `TINYML.OPERATOR_NOT_COMPILED` and others of {@link compileC}. */
  code(file: Uint8Array, name: string): ModelCodeResponse {
    const names = codeFilesOf(name);
    const { source, header, runtime } = compileC(optimize(loadTflite(file, LIMITS)).model, name, LIMITS);
    return {
      files: [
        { name: names.source, text: source },
        { name: names.header, text: header },
        { name: names.runtime, text: runtime },
      ],
    };
  },

  /** Throws `TINYML.OPERATOR_NOT_COMPILED` and others of {@link reportModel}. */
  report(file: Uint8Array, target: ModelReportResponse['target']): ModelReportResponse {
    const { layers, tensorsOverTime, unknownKernels, ...rest } = reportModel(
      optimize(loadTflite(file, LIMITS)).model,
      target,
    );
    return {
      ...rest,
      target,
      layers: layers.map(({ inputShapes, outputShapes, ...layer }) => ({
        ...layer,
        inputShapes: inputShapes.map((shape) => [...shape]),
        outputShapes: outputShapes.map((shape) => [...shape]),
      })),
      tensorsOverTime: [...tensorsOverTime],
      unknownKernels: [...unknownKernels],
    };
  },

  /** One inference from a fresh state. Throws `TINYML.BAD_INPUT`. */
  run(file: Uint8Array, inputs: readonly (readonly number[])[]): RunModelResponse {
    const interpreter = createInterpreter(loadTflite(file, LIMITS), 'tflm', LIMITS);
    const given = interpreter.inputs.map((tensor, i) => fill(tensor, inputs[i] ?? [], i));
    if (inputs.length > given.length) throw badInput(`${inputs.length} inputs, not ${given.length}`);
    const values = interpreter.run(given);
    return {
      outputs: interpreter.outputs.map((tensor, i) => ({
        ...showEnd(tensor),
        values: Array.from(values[i] as ArrayLike<number | bigint>, Number),
      })),
    };
  },
};

export type ModelJobs = typeof MODEL_JOBS;
export type ModelJobName = keyof ModelJobs;

/** A model's name as C functions have it. */
export function cNameOf(modelName: string): string {
  return modelName.replaceAll('-', '_');
}

/** The files that a model of that C name compiles to. */
export function codeFilesOf(cName: string) {
  return { source: `${cName}.c`, header: `${cName}.h`, runtime: 'fettle_tinyml.h' };
}

/** Null for a model that the interpreter runs but no compiler back end knows in full. */
function reportOrNull(model: Model): ModelReport | null {
  try {
    return reportModel(optimize(model).model, CARD_TARGET);
  } catch (error) {
    if (error instanceof AppError && error.code.startsWith('TINYML.')) return null;
    throw error;
  }
}

function sizesOf(model: Model, report: ModelReport | null): ModelSizesResponse {
  if (report === null) {
    const weights = model.subgraphs.reduce((sum, graph) => sum + constantBytes(graph.tensors), 0);
    return { weights, flash: null, ram: planArena(model.subgraphs[0]!).bytes, instructions: null };
  }
  const { flash, ram, instructions } = report;
  return {
    weights: flash.weights,
    flash: flash.total - flash.harness,
    ram: ram.total,
    instructions,
  };
}

function layersOf(graph: Subgraph, report: ModelReport | null): ModelLayerResponse[] {
  if (report !== null) {
    return report.layers.map(
      ({ index, operator, outputShapes, weightBytes, constantBytes: others, ...layer }) => ({
        ...{ index, operator, weightBytes: weightBytes + others, instructions: layer.instructions },
        shape: [...(outputShapes[0] ?? [])],
        outputBytes: elementCount(outputShapes[0] ?? []),
      }),
    );
  }
  return graph.operators.map(({ index, name, inputs, outputs }) => {
    const output = graph.tensors[outputs[0]!]!;
    return {
      ...{ index, operator: name, shape: [...output.shape], instructions: null },
      outputBytes: elementCount(output.shape) * bytesPerElement(output.type),
      weightBytes: constantBytes(inputs.filter((i) => i >= 0).map((i) => graph.tensors[i]!)),
    };
  });
}

function constantBytes(tensors: readonly Tensor[]): number {
  return tensors.reduce((sum, { data }) => sum + (data?.length ?? 0), 0);
}

function showEnd({ name, type, shape, quantization }: Tensor): ModelEndResponse {
  return {
    ...{ name, type, shape: [...shape] },
    scale: quantization?.scales[0] ?? null,
    zeroPoint: quantization?.zeroPoints[0] ?? null,
  };
}

const ARRAYS = { int8: Int8Array, uint8: Uint8Array, bool: Uint8Array, int16: Int16Array, int32: Int32Array };

/** Every value must be one that the tensor can hold: wrapped silently it would be another input. */
function fill({ type, shape }: Tensor, values: readonly number[], i: number): ElementArray {
  const make = (ARRAYS as Partial<Record<string, new (values: readonly number[]) => ElementArray>>)[type];
  if (make === undefined) throw badInput(`input ${i} is ${type}; stored integers are taken`);
  const count = elementCount(shape);
  if (values.length !== count) throw badInput(`input ${i} takes ${count} values, got ${values.length}`);
  const array = new make(values);
  const wrong = values.findIndex((value, at) => Number(array[at]) !== value);
  if (wrong >= 0) throw badInput(`input ${i}: ${values[wrong]} at ${wrong} is no ${type}`);
  return array;
}

function badInput(what: string): AppError {
  return new AppError('TINYML.BAD_INPUT', what);
}
