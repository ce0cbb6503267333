import { AppError } from '@fettle/kernel';
import { SAMPLE_STATE, type ColumnInput } from '../frame.types';
import { MAX_SIGNAL_ID } from '../limits';
import { planIntegers, type References } from '../modes/integer-list';
import type { Plan } from '../modes/mode';
import type { NumberArena } from '../number-arena';
import { planFloats } from './float-column';
import { isExponentAllowed, KIND_RULES } from './kinds';

/** A column that was found sound: its states if it has any, and the numbers of its present samples. */
export interface CheckedColumn {
  readonly input: ColumnInput;
  readonly states: Float64Array | null;
  readonly numbers: Float64Array;
}

/** Checks a column. Throws `FRAME.BAD_INPUT` naming what is wrong. */
export function checkColumn(input: ColumnInput, sampleCount: number): CheckedColumn {
  const { signalId, kind, exponent } = input;
  if (!Number.isInteger(signalId) || signalId < 1 || signalId > MAX_SIGNAL_ID) fail(input, 'id out of range');
  if (!isExponentAllowed(kind, exponent)) fail(input, `exponent ${exponent} is not allowed for ${kind}`);
  if (input.mantissas.length !== sampleCount) fail(input, 'has not one number for each time');
  const states = statesOf(input, sampleCount);
  return { input, states, numbers: presentNumbers(input, states) };
}

/** How to write a column: a bit that says whether states follow, the states, the numbers of the present samples. */
export function planColumn(column: CheckedColumn, arena: NumberArena, references: References): Plan {
  const { input, states, numbers } = column;
  const statePlan = states === null ? null : planIntegers(states, arena);
  const numberPlan = numbers.length === 0 ? null : planNumbers(input, numbers, arena, references);
  return {
    bits: 1 + (statePlan?.bits ?? 0) + (numberPlan?.bits ?? 0),
    write(writer) {
      writer.bits(statePlan === null ? 0 : 1, 1);
      statePlan?.write(writer);
      numberPlan?.write(writer);
    },
  };
}

function planNumbers(
  { kind }: ColumnInput,
  numbers: Float64Array,
  arena: NumberArena,
  references: References,
): Plan {
  return kind === 'float64' ? planFloats(numbers, arena) : planIntegers(numbers, arena, references);
}

function fail({ signalId }: ColumnInput, problem: string): never {
  throw new AppError('FRAME.BAD_INPUT', `signal ${signalId}: ${problem}`, { details: { signalId } });
}

function statesOf(input: ColumnInput, count: number): Float64Array | null {
  const { mantissas, states: given } = input;
  if (given && given.length !== count) fail(input, 'has not one state for each time');
  let states: Float64Array | null = null;
  for (let i = 0; i < count; i++) {
    let state: number = given ? given[i]! : SAMPLE_STATE.PRESENT;
    if (state !== 0 && state !== 1 && state !== 2) fail(input, `state ${state} is unknown`);
    if (state === SAMPLE_STATE.PRESENT && Number.isNaN(mantissas[i])) state = SAMPLE_STATE.NAN;
    if (state === SAMPLE_STATE.PRESENT) continue;
    states ??= new Float64Array(count);
    states[i] = state;
  }
  return states;
}

function presentNumbers(input: ColumnInput, states: Float64Array | null): Float64Array {
  const { mantissas, kind, exponent } = input;
  const isInteger = kind !== 'float64';
  const low = KIND_RULES[kind].low(exponent);
  const high = KIND_RULES[kind].high(exponent);
  const numbers = new Float64Array(mantissas.length);
  let count = 0;
  for (let i = 0; i < mantissas.length; i++) {
    if (states !== null && states[i] !== SAMPLE_STATE.PRESENT) continue;
    const value = mantissas[i]!;
    if (isInteger && !(Number.isInteger(value) && value >= low && value <= high)) {
      fail(input, `${value} is not an integer in range`);
    }
    // Integers know no negative zero; doubles keep theirs.
    numbers[count++] = isInteger ? value + 0 : value;
  }
  return numbers.subarray(0, count);
}
