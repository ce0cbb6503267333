import { multiplyAdd, timesPlain, timesTransposed, transposedTimes } from '../../kernels/multiply-add';
import { addColumnSums, repeatRow } from '../../kernels/rows';
import type { Allocate, LayerPass, LayerRun } from '../layer';
import { backThroughGates, type Cells, throughGates } from './gates';

export interface GruSize {
  readonly steps: number;
  readonly inputs: number;
  readonly units: number;
  readonly returnSequences: boolean;
  readonly maxCount: number;
  readonly allocate: Allocate;
}

/**
 * Runs and unrolls a GRU. Products with inputs are made for all steps at once, before the walk forward and after the walk back;
 * only the recurrent product is made step by step. Inside, arrays are sample-major [count, steps, …], as the input is.
 */
export function buildGru(size: GruSize): LayerRun {
  const { steps, inputs, units, maxCount, allocate } = size;
  const cells = allocateCells(size);
  const hidden = allocate(maxCount * units);
  const all = maxCount * steps;
  const fromInputs = timesTransposed(all, 3 * units, inputs);
  const toKernel = transposedTimes(3 * units, inputs, all);
  const toInputs = timesPlain(all, inputs, 3 * units);
  const recur = {
    ...timesTransposed(maxCount, 3 * units, units),
    aRow: steps * units,
    cRow: steps * 3 * units,
  };
  const toRecurrent = transposedTimes(3 * units, units, all);
  const toState = { ...timesPlain(maxCount, units, 3 * units), aRow: steps * 3 * units };
  return {
    forward(pass) {
      const { count, weights, input } = pass;
      repeatRow(weights['bias']!, cells.fromInput, count * steps);
      repeatRow(weights['recurrentBias']!, cells.fromState, count * steps);
      fromInputs.rows = count * steps;
      recur.rows = count;
      multiplyAdd(fromInputs, input, weights['kernel']!, cells.fromInput);
      for (let t = 0; t < steps; t++) {
        recur.aStart = t * units;
        recur.cStart = t * 3 * units;
        if (t > 0) multiplyAdd(recur, cells.before, weights['recurrent']!, cells.fromState);
        throughGates(cells, count, t);
      }
      writeOutput(size, cells, pass);
    },
    backward(pass) {
      const { count, weights, gradients, input, inputGradient } = pass;
      hidden.fill(0);
      toState.rows = count;
      for (let t = steps - 1; t >= 0; t--) {
        addOutputGradient(size, pass, hidden, t);
        backThroughGates(cells, hidden, count, t);
        toState.aStart = t * 3 * units;
        multiplyAdd(toState, cells.fromState, weights['recurrent']!, hidden);
      }
      addColumnSums(cells.fromInput, gradients['bias']!, count * steps);
      addColumnSums(cells.fromState, gradients['recurrentBias']!, count * steps);
      toKernel.depth = toRecurrent.depth = toInputs.rows = count * steps;
      multiplyAdd(toKernel, cells.fromInput, input, gradients['kernel']!);
      multiplyAdd(toRecurrent, cells.fromState, cells.before, gradients['recurrent']!);
      if (inputGradient === undefined) return;
      inputGradient.fill(0, 0, count * steps * inputs);
      multiplyAdd(toInputs, cells.fromInput, weights['kernel']!, inputGradient);
    },
  };
}

function allocateCells({ steps, units, maxCount, allocate }: GruSize): Cells {
  const all = maxCount * steps;
  return {
    steps,
    units,
    fromInput: allocate(all * 3 * units),
    fromState: allocate(all * 3 * units),
    gates: allocate(all * 3 * units),
    before: allocate(all * units),
    after: allocate(all * units),
  };
}

function writeOutput(
  { steps, units, returnSequences }: GruSize,
  cells: Cells,
  { count, output }: LayerPass,
): void {
  if (returnSequences) {
    output.set(cells.after.subarray(0, count * steps * units));
    return;
  }
  for (let i = 0; i < count; i++) {
    const last = (i * steps + steps - 1) * units;
    for (let u = 0; u < units; u++) output[i * units + u] = cells.after[last + u]!;
  }
}

/** Adds what the loss says of the state after step `t` to what later steps say of it. */
function addOutputGradient(size: GruSize, pass: LayerPass, hidden: Float32Array, t: number): void {
  const { steps, units, returnSequences } = size;
  const { count, outputGradient } = pass;
  if (!returnSequences && t < steps - 1) return;
  const row = returnSequences ? steps * units : units;
  const start = returnSequences ? t * units : 0;
  for (let i = 0; i < count; i++) {
    for (let u = 0; u < units; u++) hidden[i * units + u]! += outputGradient[i * row + start + u]!;
  }
}
