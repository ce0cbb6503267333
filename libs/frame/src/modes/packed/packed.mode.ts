import { signedBits } from '../../bits/bit-writer';
import type { BitReader } from '../../bits/bit-reader';
import { bitLength } from '../../bits/numbers';
import type { Mode } from '../mode';

/** Frame of reference (Goldstein et al. 1998): the smallest number, a width, and every number's excess in that width. */
export const packed: Mode = {
  code: 1,
  name: 'packed',
  nests: false,
  plan(numbers) {
    let low = Infinity;
    let high = -Infinity;
    for (let i = 0; i < numbers.length; i++) {
      const value = numbers[i]!;
      if (value < low) low = value;
      if (value > high) high = value;
    }
    if (Math.abs(low) > 2 ** 52 || high - low > Number.MAX_SAFE_INTEGER) return null;
    const width = bitLength(high - low);
    return {
      bits: signedBits(low) + 6 + width * numbers.length,
      write(writer) {
        writer.signed(low);
        writer.bits(width, 6);
        for (const value of numbers) writer.wideBits(value - low, width);
      },
    };
  },
  read(reader, out, count) {
    const low = reader.signed();
    const width = reader.bits(6);
    if (width > 53) reader.fail('BAD_MODE_PARAMETER');
    else if (reader.position + width * count > reader.end) reader.fail('TRUNCATED');
    else if (width > 0 && width <= 25) readNarrow(reader, out, count, low, width);
    else for (let i = 0; i < count; i++) out[i] = low + reader.wideBits(width);
  },
};

/** Widths of 1 to 25 bits: always inside one 32-bit window that starts at a byte. */
function readNarrow(reader: BitReader, out: Float64Array, count: number, low: number, width: number): void {
  const view = reader.view;
  const drop = 32 - width;
  let position = reader.position;
  for (let i = 0; i < count; i++) {
    out[i] = low + ((view.getInt32(position >>> 3) << (position & 7)) >>> drop);
    position += width;
  }
  reader.position = position;
}
