import { numberBits } from '../../bits/bit-writer';
import { gcd } from '../../bits/numbers';
import type { Mode } from '../mode';

/** Numbers that lie on a coarser grid than their unit (a 12-bit converter read in millivolts): step, offset, grid numbers. */
export const stride: Mode = {
  code: 4,
  name: 'stride',
  nests: true,
  plan(numbers, context) {
    const first = numbers[0]!;
    let step = 0;
    for (let i = 1; i < numbers.length; i++) {
      const difference = numbers[i]! - first;
      if (Math.abs(difference) > Number.MAX_SAFE_INTEGER) return null;
      step = gcd(difference, step);
      if (step === 1) return null;
    }
    if (step === 0) return null;
    const remainder = first % step;
    const offset = remainder < 0 ? remainder + step : remainder + 0;
    const grid = context.arena.take(numbers.length);
    for (let i = 0; i < numbers.length; i++) {
      const excess = numbers[i]! - offset;
      if (!Number.isSafeInteger(excess)) return null;
      grid[i] = excess / step;
    }
    const inner = context.nested(grid, true);
    return {
      bits: numberBits(step) + numberBits(offset) + inner.bits,
      write(writer) {
        writer.number(step);
        writer.number(offset);
        inner.write(writer);
      },
    };
  },
  read(reader, out, count, context) {
    const step = reader.number();
    const offset = reader.number();
    if (step < 2 || offset >= step) reader.fail('BAD_MODE_PARAMETER');
    context.nested(out, count);
    for (let i = 0; i < count; i++) out[i] = out[i]! * step + offset;
  },
};
