import { signedBits } from '../../bits/bit-writer';
import type { Mode } from '../mode';

/** One number for all. */
export const constant: Mode = {
  code: 0,
  name: 'constant',
  nests: false,
  plan(numbers) {
    const value = numbers[0]!;
    if (Math.abs(value) > 2 ** 52) return null;
    for (let i = 1; i < numbers.length; i++) if (numbers[i] !== value) return null;
    return { bits: signedBits(value), write: (writer) => writer.signed(value) };
  },
  read(reader, out, count) {
    out.fill(reader.signed(), 0, count);
  },
};
