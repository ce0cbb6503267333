/** sigmoid(i / 24) in 16 fractional bits. */
function at(i: number): number {
  return 65536 / (1 + Math.exp(-i / 24));
}

/**
 * The table that 16-bit logistic and tanh interpolate: sigmoid(i / 24) in 16 fractional bits, each entry raised by half
 * of what linear interpolation would miss in the middle of its interval, so that the error is shared; the last is one.
 */
export const SIGMOID_TABLE = Uint16Array.from({ length: 256 }, (_, i) => {
  const missed = at(i + 0.5) - (at(i) + at(i + 1)) / 2;
  return i === 255 ? 65535 : Math.round(at(i) + missed / 2);
});
