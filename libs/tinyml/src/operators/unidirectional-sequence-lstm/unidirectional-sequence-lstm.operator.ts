import { powerOfTwo } from '../../arithmetic/power-of-two';
import { Operator, Site } from '../operator';
import { readActivation, requireType, scaleOf } from '../quantized';
import { Gate, gateOf } from './gate';
import { CellArithmetic, saturate16, shiftingCell, tableCell } from './lstm-arithmetic';
import { outputRescaling } from './output-rescaling';
import { CELL_STATE, clipOf, gateOperands, HIDDEN_STATE, LstmSize, lstmSize } from './geometry';
import { LstmOptions } from './options';
import { unidirectionalSequenceLstmC } from './unidirectional-sequence-lstm.c99';
import { unidirectionalSequenceLstmTflite } from './unidirectional-sequence-lstm.tflite';
import { unidirectionalSequenceLstmWork } from './unidirectional-sequence-lstm.cost';

/** Peepholes, projection and layer normalisation. */
const UNSUPPORTED = [9, 10, 11, 16, 17, 20, 21, 22, 23];

/**
 * Long short-term memory over a sequence (Hochreiter and Schmidhuber 1997), 8-bit inputs and weights, 16-bit cell state
 * whose scale is a power of two. Hidden and cell state are variable tensors, and carry over between runs.
 */
export const unidirectionalSequenceLstm: Operator<LstmOptions> = {
  name: 'UNIDIRECTIONAL_SEQUENCE_LSTM',
  code: 44,
  tflite: unidirectionalSequenceLstmTflite,
  cost: unidirectionalSequenceLstmWork,
  readOptions: (source) => ({
    activation: readActivation(source, 0),
    cellClip: source.float32(1),
    timeMajor: source.bool(3),
  }),
  shapes: (site) => {
    const { units } = lstmSize(site);
    return [[...site.input(0).shape.slice(0, 2), units]];
  },
  steps: (site) => {
    const { batches, times, inputs, units } = lstmSize(site);
    return batches * times * units * 4 * (inputs + units + 8);
  },
  kernel: (site) => {
    const size = lstmSize(site);
    check(site, size);
    const gates = gateOperands(site).map((operands) => gateOf(site, operands)) as [Gate, Gate, Gate, Gate];
    const cell = cellArithmetic(site);
    const step = stepOf(site, size, gates, cell);
    return () => {
      for (let b = 0; b < size.batches; b++) for (let t = 0; t < size.times; t++) step(b, t);
    };
  },
  c: unidirectionalSequenceLstmC,
};

function check(site: Site<LstmOptions>, { batches, units }: LstmSize): void {
  site.require(site.options.activation === 'TANH', 'the cell activation is not TANH');
  for (const i of UNSUPPORTED) {
    site.require(site.optionalInput(i) === undefined, 'peepholes, projection or layer normalisation');
  }
  const [hidden, state] = [site.input(HIDDEN_STATE), site.input(CELL_STATE)];
  requireType(site, site.input(0), 'int8');
  requireType(site, hidden, 'int8');
  requireType(site, site.output(0), 'int8');
  requireType(site, state, 'int16');
  for (const { variable, count } of [hidden, state]) {
    site.require(
      variable && count === batches * units,
      'states are variable tensors of one value for each unit',
    );
  }
}

function cellArithmetic(site: Site<LstmOptions>): CellArithmetic {
  const exponent = powerOfTwo(scaleOf(site, site.input(CELL_STATE)));
  if (exponent === undefined) return site.refuse("the cell state's scale is not a power of two");
  site.require(exponent >= -15 && exponent <= -9, "the cell state's scale is out of range");
  return site.arithmetic.lstmCell === 'table' ? tableCell(exponent) : shiftingCell(exponent);
}

/** One step in time of one sequence. Gates see the hidden state of before; the cell changes, then the hidden state. */
function stepOf(
  site: Site<LstmOptions>,
  { times, inputs, units, batches }: LstmSize,
  [inputGate, forgetGate, cellGate, outputGate]: readonly [Gate, Gate, Gate, Gate],
  cell: CellArithmetic,
): (batch: number, time: number) => void {
  const hidden = site.input(HIDDEN_STATE).values as Int8Array;
  const state = site.input(CELL_STATE).values as Int16Array;
  const output = site.output(0).values as Int8Array;
  const toHidden = outputRescaling(site, site.input(HIDDEN_STATE));
  const clip = clipOf(site);
  const fresh = new Int8Array(units);
  return (batch, time) => {
    const row = site.options.timeMajor ? time * batches + batch : batch * times + time;
    const own = batch * units;
    for (let u = 0; u < units; u++) {
      const learnt = cell.learn(
        cell.logistic(inputGate(row * inputs, own, u)),
        cell.tanh(cellGate(row * inputs, own, u)),
      );
      const kept = cell.keep(cell.logistic(forgetGate(row * inputs, own, u)), state[own + u]!);
      const value = saturate16(kept + learnt);
      state[own + u] = clip === 0 ? value : Math.max(-clip, Math.min(clip, value));
      fresh[u] = toHidden(cell.logistic(outputGate(row * inputs, own, u)), cell.tanhOfState(state[own + u]!));
    }
    for (let u = 0; u < units; u++) {
      hidden[own + u] = fresh[u]!;
      output[row * units + u] = fresh[u]!;
    }
  };
}
