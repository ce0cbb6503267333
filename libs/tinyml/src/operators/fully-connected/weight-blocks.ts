/** Units whose weights lie together. */
const UNITS = 4;

/** Inputs whose weights lie together. */
const INPUTS = 4;

/**
 * Weights [unit][input] in the order that `fettle_dot_4` reads: by four units and, within, by four inputs. The sixteen
 * bytes of such a square are four words, and a word is two pairs of weights: for units 0 and 1 at inputs 0 and 2, for
 * units 2 and 3 there, then both at inputs 1 and 3. A pair is the 16-bit number `low + 256 * high` of an even and an odd
 * unit: one product of it adds to two sums at once. What is left of a row's inputs follows, byte by byte; units that do
 * not fill four are filled with zeros. Undefined where a pair does not fit 16 bits (-128 above a negative weight), or
 * the sums of odd units could pass the 24 bits that are left to them.
 */
export function weightBlocks(
  weights: Int8Array,
  units: number,
  depth: number,
  inputOffset: number,
): Int8Array | undefined {
  const blocks = new Int8Array(Math.ceil(units / UNITS) * UNITS * depth);
  const weight = (unit: number, input: number): number => (unit < units ? weights[unit * depth + input]! : 0);
  const whole = depth - (depth % INPUTS);
  let at = 0;
  for (let unit = 0; unit < units; unit += UNITS) {
    for (let input = 0; input < whole; input += INPUTS) {
      for (const [i, u] of PAIRS) {
        const [low, high] = [weight(unit + u, input + i), weight(unit + u + 1, input + i)];
        const pair = low + 256 * high;
        if (pair < -32768) return undefined;
        blocks[at++] = low;
        blocks[at++] = pair >> 8;
      }
    }
    for (let input = whole; input < depth; input++) {
      for (let u = 0; u < UNITS; u++) blocks[at++] = weight(unit + u, input);
    }
  }
  return oddSumsFit(weights, units, depth, inputOffset) ? blocks : undefined;
}

/** Whether no input makes the sum of an odd unit leave the 24 bits above the sum of an even one. */
function oddSumsFit(weights: Int8Array, units: number, depth: number, inputOffset: number): boolean {
  const [least, most] = [inputOffset - 128, inputOffset + 127];
  for (let unit = 1; unit < units; unit += 2) {
    let [low, high] = [0, 0];
    for (const weight of weights.subarray(unit * depth, (unit + 1) * depth)) {
      low += weight * (weight > 0 ? least : most);
      high += weight * (weight > 0 ? most : least);
    }
    if (low < -(2 ** 23) || high >= 2 ** 23) return false;
  }
  return true;
}

/** Input and even unit of each pair of weights within a square, in the order they are stored. */
const PAIRS: readonly (readonly [number, number])[] = [
  [0, 0],
  [2, 0],
  [0, 2],
  [2, 2],
  [1, 0],
  [3, 0],
  [1, 2],
  [3, 2],
];

/** For each unit the sum of its weights' sizes. */
export function magnitudesOf(weights: Int8Array, units: number, depth: number): readonly number[] {
  return Array.from({ length: units }, (_, unit) => {
    let sum = 0;
    for (let i = 0; i < depth; i++) sum += Math.abs(weights[unit * depth + i]!);
    return sum;
  });
}
