import { roundAway } from './fixed-point';

/** The exponent of a scale that is a power of two, within the 0.1 % of an exponent that the runtimes allow. */
export function powerOfTwo(scale: number): number | undefined {
  const exponent = Math.fround(Math.fround(Math.log(scale)) * Math.fround(1 / Math.fround(Math.log(2))));
  const nearest = roundAway(exponent);
  return Math.abs(exponent - nearest) < 1e-3 ? nearest : undefined;
}
