import type { Mode } from '../mode';

const HALF = 4294967296;

/** Numbers too large for any other mode: the part above the low 32 bits and the low 32 bits, each its own list. */
export const split: Mode = {
  code: 7,
  name: 'split',
  nests: true,
  plan(numbers, context) {
    if (context.candidates() !== null) return null;
    const high = context.arena.take(numbers.length);
    const low = context.arena.take(numbers.length);
    for (let i = 0; i < numbers.length; i++) {
      high[i] = Math.floor(numbers[i]! / HALF);
      low[i] = numbers[i]! - high[i]! * HALF;
    }
    const [above, below] = [context.nested(high, true), context.nested(low, true)];
    return {
      bits: above.bits + below.bits,
      write(writer) {
        above.write(writer);
        below.write(writer);
      },
    };
  },
  read(_reader, out, count, context) {
    const low = context.spare;
    context.nested(out, count);
    context.nested(low, count);
    for (let i = 0; i < count; i++) out[i] = out[i]! * HALF + low[i]!;
  },
};
