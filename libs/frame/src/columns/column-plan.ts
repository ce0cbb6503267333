import { AppError } from '@fettle/kernel';
import { SAMPLE_STATE, type ColumnInput } from '../frame.types';
import { MAX_SIGNAL_ID } from '../limits';
import { planIntegers, type References } from '../modes/integer-list';
import type { Plan } from '../modes/mode';
import { planFloats } from './float-column';
import { isExponentAllowed, KIND_RULES } from './kinds';

/** A column ready to be written. */
export interface PlannedColumn {
  readonly signalId: number;
  readonly plan: Plan;
  /** Its integers when later columns may refer to it: there is one at every sample. */
  readonly referable: Float64Array | null;
}

/**
 * Checks a column and plans it: a bit that says whether states follow, the states, the numbers of the present samples.
 * Throws `FRAME.BAD_INPUT` naming what is wrong.
 */
export function planColumn(column: ColumnInput, sampleCount: number, references: References): PlannedColumn {
  const fail = (problem: string): never => {
    throw new AppError('FRAME.BAD_INPUT', `signal ${column.signalId}: ${problem}`, {
      details: { signalId: column.signalId },
    });
  };
  const { signalId, kind, exponent } = column;
  if (!Number.isInteger(signalId) || signalId < 1 || signalId > MAX_SIGNAL_ID) fail('id out of range');
  if (!isExponentAllowed(kind, exponent)) fail(`exponent ${exponent} is not allowed for ${kind}`);
  if (column.mantissas.length !== sampleCount) fail('has not one number for each time');
  const states = statesOf(column, sampleCount, fail);
  const numbers = presentNumbers(column, states, fail);
  const statePlan = states === null ? null : planIntegers(states, []);
  const numberPlan =
    numbers.length === 0
      ? null
      : kind === 'float64'
        ? planFloats(numbers)
        : planIntegers(numbers, references);
  const plan: Plan = {
    bits: 1 + (statePlan?.bits ?? 0) + (numberPlan?.bits ?? 0),
    write(writer) {
      writer.bits(statePlan === null ? 0 : 1, 1);
      statePlan?.write(writer);
      numberPlan?.write(writer);
    },
  };
  return { signalId, plan, referable: states === null && kind !== 'float64' ? numbers : null };
}

function statesOf(column: ColumnInput, count: number, fail: (problem: string) => never): Float64Array | null {
  const given = column.states;
  if (given && given.length !== count) fail('has not one state for each time');
  const states = new Float64Array(count);
  let allPresent = true;
  for (let i = 0; i < count; i++) {
    const state = given?.[i] ?? SAMPLE_STATE.PRESENT;
    if (state !== 0 && state !== 1 && state !== 2) fail(`state ${state} is unknown`);
    states[i] =
      state === SAMPLE_STATE.PRESENT && Number.isNaN(column.mantissas[i]) ? SAMPLE_STATE.NAN : state;
    if (states[i] !== SAMPLE_STATE.PRESENT) allPresent = false;
  }
  return allPresent ? null : states;
}

function presentNumbers(
  { mantissas, kind, exponent }: ColumnInput,
  states: Float64Array | null,
  fail: (problem: string) => never,
): Float64Array {
  const low = KIND_RULES[kind].low(exponent);
  const high = KIND_RULES[kind].high(exponent);
  const numbers = new Float64Array(mantissas.length);
  let count = 0;
  for (let i = 0; i < mantissas.length; i++) {
    if (states !== null && states[i] !== SAMPLE_STATE.PRESENT) continue;
    const value = mantissas[i]!;
    if (kind === 'float64') {
      numbers[count++] = value;
      continue;
    }
    if (!Number.isInteger(value) || value < low || value > high) fail(`${value} is not an integer in range`);
    numbers[count++] = value + 0;
  }
  return numbers.subarray(0, count);
}
