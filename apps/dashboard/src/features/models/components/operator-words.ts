import { capitalised } from '../../../forecast/sentences';

/** `DEPTHWISE_CONV_2D` as `Depthwise conv 2D`. */
export function operatorWords(name: string): string {
  const words = name.toLowerCase().replaceAll('_', ' ');
  return capitalised(words).replace(/\b(\d)d\b/g, '$1D');
}

/** `[1, 10, 4]` as `1×10×4`; a scalar has no extent and is `1`. */
export function shapeWords(shape: readonly number[]): string {
  return shape.length === 0 ? '1' : shape.join('×');
}
