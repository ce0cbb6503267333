import type { Mode } from '../mode';

const HALF = 4294967296;

/** Numbers too large for any other mode: the part above the low 32 bits and the low 32 bits, each its own list. */
export const split: Mode = {
  code: 7,
  name: 'split',
  nests: true,
  plan(numbers, context) {
    if (numbers.every((value) => value >= 0 && value < HALF)) return null;
    const high = context.nested(
      numbers.map((value) => Math.floor(value / HALF)),
      true,
    );
    const low = context.nested(
      numbers.map((value) => value - Math.floor(value / HALF) * HALF),
      true,
    );
    return {
      bits: high.bits + low.bits,
      write(writer) {
        high.write(writer);
        low.write(writer);
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
