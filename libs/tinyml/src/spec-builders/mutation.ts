import { Random } from '@fettle/kernel';

/** A copy of a model with up to three changes that find mistakes: ends of ranges, small steps, anything; or cut short. */
export function mutate(bytes: Uint8Array, random: Random): Uint8Array {
  const mutated = bytes.slice();
  const view = new DataView(mutated.buffer);
  for (let n = 1 + random.below(3); n > 0; n--) {
    const at = random.below(mutated.length);
    const word = Math.min(at & ~3, mutated.length - 4);
    switch (random.below(6)) {
      case 0:
        mutated[at] = random.below(256);
        break;
      case 1:
        mutated[at]! ^= 1 << random.below(8);
        break;
      case 2:
        view.setInt32(word, [0, -1, 1, 2147483647, -2147483648, 65536][random.below(6)]!, true);
        break;
      case 3:
        view.setInt32(word, view.getInt32(word, true) + random.below(9) - 4, true);
        break;
      case 4:
        view.setUint32(word, random.below(mutated.length), true);
        break;
      default:
        mutated.copyWithin(random.below(mutated.length), at, at + random.below(16));
    }
  }
  return random.below(20) === 0 ? mutated.slice(0, random.below(mutated.length)) : mutated;
}
