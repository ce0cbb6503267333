import { Operand, Site } from '../operator';
import { scaleOf } from '../quantized';
import { LstmOptions } from './options';

/** Places of the inputs: four gates (input, forget, cell, output) of input weights, recurrent weights and biases. */
const INPUT_WEIGHTS = 1;
const RECURRENT_WEIGHTS = 5;
const BIASES = 12;
export const HIDDEN_STATE = 18;
export const CELL_STATE = 19;

export interface LstmSize {
  readonly batches: number;
  readonly times: number;
  readonly inputs: number;
  readonly units: number;
}

export function lstmSize(site: Site<LstmOptions>): LstmSize {
  const { shape } = site.input(0);
  site.require(shape.length === 3, 'the input has three dimensions');
  const [first, second, inputs] = shape as readonly [number, number, number];
  const units = site.input(INPUT_WEIGHTS + 1).shape[0] ?? 0;
  const { timeMajor } = site.options;
  return { batches: timeMajor ? second : first, times: timeMajor ? first : second, inputs, units };
}

export interface GateOperands {
  readonly input: Operand;
  readonly inputWeights: Operand;
  readonly hidden: Operand;
  readonly hiddenWeights: Operand;
  readonly bias: Operand;
}

/** The operands of the input, forget, cell and output gate. */
export function gateOperands(site: Site<LstmOptions>): readonly GateOperands[] {
  return [0, 1, 2, 3].map((gate) => ({
    input: site.input(0),
    inputWeights: site.input(INPUT_WEIGHTS + gate),
    hidden: site.input(HIDDEN_STATE),
    hiddenWeights: site.input(RECURRENT_WEIGHTS + gate),
    bias: site.input(BIASES + gate),
  }));
}

/** The cell's bound as stored, 0 where it has none. */
export function clipOf(site: Site<LstmOptions>): number {
  const { cellClip } = site.options;
  const scale = scaleOf(site, site.input(CELL_STATE));
  return cellClip > 0 ? Math.trunc(Math.min(cellClip / scale, 32767)) : 0;
}
