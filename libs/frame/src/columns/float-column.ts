import type { BitReader } from '../bits/bit-reader';
import { numberBits } from '../bits/bit-writer';
import { planIntegers, type IntegerListReader } from '../modes/integer-list';
import type { NumberArena } from '../number-arena';
import type { Plan } from '../modes/mode';
import {
  commonDivisor,
  decimalForm,
  exactScale,
  MAX_DIGITS,
  MAX_DIVISOR,
  type DecimalForm,
} from './decimal-form';
import { fromOrderedHalves, orderedHalves, stepDouble } from './float-bits';

/** Steps that a decimal form may need: loose first, then tight, whichever is cheaper. */
const TOLERANCES = [512, 4];

/** The cheapest exact way to write doubles (at least one, none NaN): decimal integers with corrections, or their bits. */
export function planFloats(values: Float64Array, arena: NumberArena): Plan {
  const divisor = commonDivisor(values);
  const forms = (divisor === 1 ? [1] : [1, divisor]).flatMap((candidate) =>
    TOLERANCES.map((tolerance) => decimalForm(values, candidate, tolerance)),
  );
  const plans = forms.filter((form) => form !== null).map((form) => planDecimal(form, arena));
  return [planBits(values, arena), ...plans].reduce((best, plan) => (plan.bits < best.bits ? plan : best));
}

function planDecimal({ divisor, digits, mantissas, steps }: DecimalForm, arena: NumberArena): Plan {
  const inner = planIntegers(mantissas, arena);
  const corrections = steps.some((step) => step !== 0) ? planIntegers(steps, arena) : null;
  return {
    bits: 1 + 5 + numberBits(divisor) + inner.bits + 1 + (corrections?.bits ?? 0),
    write(writer) {
      writer.bits(1, 1);
      writer.bits(digits, 5);
      writer.number(divisor);
      inner.write(writer);
      writer.bits(corrections === null ? 0 : 1, 1);
      corrections?.write(writer);
    },
  };
}

function planBits(values: Float64Array, arena: NumberArena): Plan {
  const halves = Array.from(values, orderedHalves);
  const highs = Float64Array.from(halves, (half) => half.high);
  const lows = Float64Array.from(halves, (half) => half.low);
  const [high, low] = [planIntegers(highs, arena), planIntegers(lows, arena)];
  return {
    bits: 1 + high.bits + low.bits,
    write(writer) {
      writer.bits(0, 1);
      high.write(writer);
      low.write(writer);
    },
  };
}

/** Reads `count` (at least 1) doubles that {@link planFloats} wrote. */
export function readFloats(
  reader: BitReader,
  lists: IntegerListReader,
  out: Float64Array,
  count: number,
): void {
  if (reader.bits(1) === 1) {
    readDecimal(reader, lists, out, count);
    return;
  }
  lists.read(out, count);
  const scratch = lists.scratch(count);
  lists.read(scratch, count);
  for (let i = 0; i < count; i++) {
    const high = out[i]!;
    const low = scratch[i]!;
    if (!(high >= 0 && high < 2 ** 32 && low >= 0 && low < 2 ** 32)) reader.fail('VALUE_OUT_OF_RANGE');
    out[i] = fromOrderedHalves(high, low);
  }
}

function readDecimal(reader: BitReader, lists: IntegerListReader, out: Float64Array, count: number): void {
  const digits = reader.bits(5);
  const divisor = reader.number();
  const scale =
    digits <= MAX_DIGITS && divisor >= 1 && divisor <= MAX_DIVISOR ? exactScale(divisor, digits) : null;
  if (scale === null) reader.fail('BAD_EXPONENT');
  if (scale === null || reader.reason !== null) return;
  lists.read(out, count);
  for (let i = 0; i < count; i++) {
    if (!(Math.abs(out[i]!) <= Number.MAX_SAFE_INTEGER)) reader.fail('VALUE_OUT_OF_RANGE');
    out[i] = out[i]! / scale;
  }
  if (reader.bits(1) === 0) return;
  const scratch = lists.scratch(count);
  lists.read(scratch, count);
  for (let i = 0; i < count; i++) {
    const steps = scratch[i]!;
    if (!(Math.abs(steps) < 2 ** 31)) reader.fail('VALUE_OUT_OF_RANGE');
    out[i] = stepDouble(out[i]!, steps);
  }
}
