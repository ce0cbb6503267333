import { pairWork } from '../pair-work';
import { Site, Work } from '../operator';
import { zeroPointOf } from '../quantized';
import { MulOptions, productFactor } from './product-factor';

/** Bytes from here on stand for nothing below 0. */
const LOWEST = -128;

/** Of a product of two operands; `signed` are those that may be below 0. */
export function mulWork(site: Site<MulOptions>): Work {
  const [a, b] = [site.input(0), site.input(1)];
  const positive = a.index === b.index || [a, b].every((operand) => zeroPointOf(site, operand) === LOWEST);
  return { ...pairWork(site, [productFactor(site)]), signed: positive ? 0 : site.output(0).count };
}
