/** How many bits a spectrum's words have: memory against noise. All transforms and readings exist in both. */
export interface Width {
  readonly bits: SpectrumBits;
  /** A window is scaled to fill so many bits before it is transformed. */
  readonly loadBits: number;
  /** Below this a stage cannot overflow without being shifted; from twice as much on it is shifted by two. */
  readonly calm: number;
}

export type SpectrumBits = 16 | 32;

/**
 * 16: two bytes a sample, noise about 70 dB below the largest line. 32: four bytes, 100 dB; its words stay within 20 bits,
 * so that powers and their sums are exact in a double.
 */
export const WIDTHS: Readonly<Record<SpectrumBits, Width>> = {
  16: { bits: 16, loadBits: 14, calm: 8192 },
  32: { bits: 32, loadBits: 20, calm: 262144 },
};

/**
 * By how much a stage's results are shifted, when no word before it is above `seen`: a butterfly grows words by at most
 * 1 + sqrt(2).
 */
export function stageShift(seen: number, { calm }: Width): number {
  return seen < calm ? 0 : seen < 2 * calm ? 1 : 2;
}
