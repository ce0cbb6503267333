import { signedBits } from '../../bits/bit-writer';
import { bitLength } from '../../bits/numbers';
import type { NumberArena } from '../../number-arena';
import { median } from '../../predictors/median';
import { distinctValues, rankOf } from '../dictionary/distinct-values';
import type { Mode, Plan, PlanContext } from '../mode';

type References = PlanContext['references'];

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
    if (context.references.length === 0 || context.candidates() === null) return null;
    let best: Levels | null = null;
    for (const reference of context.references) {
      const levels = levelsBy(numbers, reference, context.arena);
      if (levels !== null && (best === null || levels.roughBits < best.roughBits)) best = levels;
    }
    return best === null ? null : planLevels(best, context);
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
    for (let i = 0; i < count; i++) out[i] = out[i]! + levels[rankOf(keys, reference[i]!)]!;
  },
};

/** A reference's keys with the level of each. */
interface Levels {
  readonly index: number;
  readonly levels: readonly number[];
  readonly residuals: Float64Array;
  /** About what it costs: what references are compared by. */
  readonly roughBits: number;
}

function levelsBy(numbers: Float64Array, reference: References[number], arena: NumberArena): Levels | null {
  if (reference.numbers.length !== numbers.length) return null;
  const keys = distinctValues(reference.numbers, MAX_KEYS);
  if (keys === null || keys.length < 2 || keys.length * 2 > numbers.length) return null;
  const ranks = arena.take(numbers.length);
  for (let i = 0; i < numbers.length; i++) ranks[i] = rankOf(keys, reference.numbers[i]!);
  const levels = keys.map((_, rank) => levelOf(rank, ranks, numbers, arena));
  const residuals = arena.take(numbers.length);
  let deviation = 0;
  for (let i = 0; i < numbers.length; i++) {
    const residual = numbers[i]! - levels[ranks[i]!]!;
    residuals[i] = residual;
    deviation += Math.abs(residual);
  }
  const spread = bitLength(Math.max(...levels) - Math.min(...levels));
  const roughBits = numbers.length * Math.log2(1 + deviation / numbers.length) + levels.length * spread;
  return { index: reference.index, levels, residuals, roughBits };
}

/** The median of the numbers with one rank, of which there is at least one. */
function levelOf(rank: number, ranks: Float64Array, numbers: Float64Array, arena: NumberArena): number {
  const own = arena.take(numbers.length);
  let count = 0;
  for (let i = 0; i < numbers.length; i++) if (ranks[i] === rank) own[count++] = numbers[i]!;
  return median(own.subarray(0, count));
}

function planLevels({ index, levels, residuals }: Levels, context: PlanContext): Plan {
  const low = Math.min(...levels);
  const width = bitLength(Math.max(...levels) - low);
  const inner = context.nested(residuals, false);
  return {
    bits: 6 + signedBits(low) + 6 + width * levels.length + inner.bits,
    write(writer) {
      writer.bits(index, 6);
      writer.signed(low);
      writer.bits(width, 6);
      for (const level of levels) writer.wideBits(level - low, width);
      inner.write(writer);
    },
  };
}
