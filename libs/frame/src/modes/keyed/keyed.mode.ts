import { signedBits } from '../../bits/bit-writer';
import { bitLength } from '../../bits/numbers';
import { distinctValues } from '../dictionary/distinct-values';
import type { Mode, Plan, PlanContext } from '../mode';
import { arePredictable } from '../rice/candidates';

/** Most keys: their levels take 128 bytes, the keys themselves as many. */
export const MAX_KEYS = 16;

/**
 * A signal whose level goes with another column's value (an operating condition, a class): the index of that earlier
 * column, one level for each of its values in ascending order, and differences from the level.
 */
export const keyed: Mode = {
  code: 6,
  name: 'keyed',
  nests: true,
  plan(numbers, context) {
    if (!arePredictable(numbers)) return null;
    let best: Plan | null = null;
    for (const reference of context.references) {
      if (reference.numbers.length !== numbers.length) continue;
      const keys = distinctValues(reference.numbers, MAX_KEYS);
      if (keys === null || keys.length < 2 || keys.length * 2 > numbers.length) continue;
      const plan = planByKeys(numbers, reference, keys, context);
      if (best === null || plan.bits < best.bits) best = plan;
    }
    return best;
  },
  read(reader, out, count, context) {
    const reference = context.reference(reader.bits(6));
    const keys = reference?.length === count ? distinctValues(reference, MAX_KEYS) : null;
    if (reference === null || keys === null) {
      reader.fail('BAD_MODE_PARAMETER');
      return;
    }
    const low = reader.signed();
    const width = reader.bits(6);
    if (width > 52) reader.fail('BAD_MODE_PARAMETER');
    const levels = keys.map(() => low + reader.wideBits(width));
    context.nested(out, count);
    for (let i = 0; i < count; i++) out[i] = out[i]! + levels[keys.indexOf(reference[i]!)]!;
  },
};

function planByKeys(
  numbers: Float64Array,
  reference: PlanContext['references'][number],
  keys: number[],
  context: PlanContext,
): Plan {
  const ranks = reference.numbers.map((key) => keys.indexOf(key));
  const levels = keys.map((_, rank) => {
    const own = numbers.filter((_value, i) => ranks[i] === rank).sort();
    return own[own.length >> 1]!;
  });
  const low = Math.min(...levels);
  const width = bitLength(Math.max(...levels) - low);
  const inner = context.nested(
    numbers.map((value, i) => value - levels[ranks[i]!]!),
    false,
  );
  return {
    bits: 6 + signedBits(low) + 6 + width * levels.length + inner.bits,
    write(writer) {
      writer.bits(reference.index, 6);
      writer.signed(low);
      writer.bits(width, 6);
      for (const level of levels) writer.wideBits(level - low, width);
      inner.write(writer);
    },
  };
}
