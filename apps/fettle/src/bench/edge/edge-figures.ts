import { BoardModelRuns, BoardTarget, runModelsOnBoard } from '@fettle/board';
import { compileC, CompileChoices, compiledLayers, Model } from '@fettle/tinyml';

/** A model with recorded runs: for each the inputs' bytes, then the outputs'. */
export interface RecordedModel {
  readonly name: string;
  readonly model: Model;
  readonly inputs: readonly Uint8Array[];
  readonly outputs: readonly Uint8Array[];
}

/** What a compiled model takes on a board. Instructions as QEMU counts them, which are not cycles. */
export interface EdgeFigures {
  /** Text and data of the whole program: model, kernels, and the harness that feeds it. */
  readonly flashBytes: number;
  /** Arena, state and stack, the stack from start-up to the deepest call. */
  readonly ramBytes: number;
  readonly arenaBytes: number;
  readonly stackBytes: number;
  /** Of one inference; the median of all runs. */
  readonly instructions: number;
  /** Output bytes that differ from the recorded runs. */
  readonly mismatches: number;
}

/** How a model is built for the measurement. */
export interface EdgeBuild {
  readonly choices?: CompileChoices;
  readonly optimise?: '-Os' | '-O2';
  readonly flags?: readonly string[];
}

/** Builds the model alone with the measuring harness, runs all its recorded inputs, and compares the outputs. */
export async function measureOnBoard(
  target: BoardTarget,
  { name, model, inputs, outputs }: RecordedModel,
  { choices = {}, optimise = '-Os', flags = [] }: EdgeBuild = {},
): Promise<EdgeFigures> {
  const compiled = compileC(model, name, undefined, choices);
  const models = [{ name, model, inputs, compiled }];
  const { sizes, models: done } = await runModelsOnBoard({ target, models, optimise, flags });
  const { arenaBytes, runs } = done[0]!;
  const stackBytes = Math.max(...runs.map((run) => run.stackBytes));
  return {
    flashBytes: sizes.text + sizes.data,
    ramBytes: arenaBytes + compiled.stateBytes + stackBytes,
    arenaBytes,
    stackBytes,
    instructions: median(runs.map((run) => run.instructions)),
    mismatches: differentBytes(runs, outputs),
  };
}

/** The compiled model's constants as they are stored in flash: weights, biases, factors, settings. */
export function constantBytes(model: Model): number {
  const { layers } = compiledLayers(model);
  return layers.reduce((sum, layer) => sum + layer.weightBytes + layer.constantBytes, 0);
}

function differentBytes(
  runs: BoardModelRuns['models'][number]['runs'],
  recorded: readonly Uint8Array[],
): number {
  let different = 0;
  runs.forEach(({ outputs }, i) => {
    outputs.forEach((byte, at) => {
      if (byte !== recorded[i]![at]) different++;
    });
  });
  return different;
}

function median(values: readonly number[]): number {
  return [...values].sort((a, b) => a - b)[Math.floor(values.length / 2)]!;
}
