import { signedBits } from '../../bits/bit-writer';
import { bitLength } from '../../bits/numbers';
import type { Mode } from '../mode';
import { distinctValues, rankOf } from './distinct-values';

/** Most entries: 32 of eight bytes are the 256 that a device has for tables. */
export const MAX_ENTRIES = 32;

/** Few different numbers: their ascending list, then each number's rank in it. */
export const dictionary: Mode = {
  code: 5,
  name: 'dictionary',
  nests: true,
  plan(numbers, context) {
    const entries = distinctValues(numbers, MAX_ENTRIES);
    if (entries === null || entries.length < 2) return null;
    const low = entries[0]!;
    if (Math.abs(low) > 2 ** 52 || entries.at(-1)! - low > Number.MAX_SAFE_INTEGER) return null;
    const gaps = entries.slice(1).map((entry, i) => entry - entries[i]! - 1);
    const width = bitLength(gaps.reduce((most, gap) => Math.max(most, gap), 0));
    const ranks = context.arena.take(numbers.length);
    for (let i = 0; i < numbers.length; i++) ranks[i] = rankOf(entries, numbers[i]!);
    const inner = context.nested(ranks, false);
    return {
      bits: 5 + signedBits(low) + 6 + width * gaps.length + inner.bits,
      write(writer) {
        writer.bits(entries.length - 1, 5);
        writer.signed(low);
        writer.bits(width, 6);
        for (const gap of gaps) writer.wideBits(gap, width);
        inner.write(writer);
      },
    };
  },
  read(reader, out, count, context) {
    const entries = new Float64Array(reader.bits(5) + 1);
    entries[0] = reader.signed();
    const width = reader.bits(6);
    if (width > 53) reader.fail('BAD_MODE_PARAMETER');
    for (let i = 1; i < entries.length; i++) entries[i] = entries[i - 1]! + reader.wideBits(width) + 1;
    context.nested(out, count);
    for (let i = 0; i < count; i++) {
      const entry = entries[out[i]!];
      if (entry === undefined) reader.fail('BAD_MODE_PARAMETER');
      out[i] = entry ?? 0;
    }
  },
};
