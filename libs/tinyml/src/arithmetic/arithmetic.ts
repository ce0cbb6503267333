/** How the quotient of scales is computed; both end in a double. */
export type Precision = 'double' | 'single';

/** Rounds as values of this precision do. */
export function rounding(precision: Precision): (value: number) => number {
  return precision === 'single' ? Math.fround : (value) => value;
}

/**
 * Where two runtimes that share one specification part ways in the last bit. Everything else is common to both, and
 * lives in this folder's functions.
 */
export interface Arithmetic {
  readonly name: string;
  /** How fully connected layers rescale: by 31-bit multiplier and shift, or `round(acc * scale)` in double. */
  readonly denseRescaling: 'fixed-point' | 'floating-point';
  /** Logistic and tanh of int8: computed in fixed point per value, or looked up in a table made in float32. */
  readonly squashing: 'fixed-point' | 'table';
  /** Precision of a real factor before it becomes fixed point: of products, and of a RELU that stands alone. */
  readonly productPrecision: Precision;
  /** RELU6 of its own: a clamp of the stored values, or a rescaling to the output's quantisation. */
  readonly relu6: 'clamp' | 'rescale';
  /** An activation fused into a transposed convolution: the one runtime clamps by it, the other never looks at it. */
  readonly transposedActivation: 'applied' | 'ignored';
  /** Precision in which the tables of 16-bit softmax are made. */
  readonly softmaxTables: Precision;
  /**
   * Inside an LSTM cell: interpolated table and products rescaled by multiplier, or 16-bit fixed point and products
   * shifted.
   */
  readonly lstmCell: 'table' | 'fixed-point';
  /** 16-bit sums whose scales are powers of two, where the model allows it: shifted, or rescaled like all others. */
  readonly powerOfTwoSums: 'shift' | 'rescale';
}

/**
 * TensorFlow Lite Micro, portable reference kernels: what a device must reproduce. Double rounding throughout
 * (saturating rounding doubling high multiply, then rounding division by a power of two).
 */
const tflm: Arithmetic = {
  name: 'tflm',
  denseRescaling: 'fixed-point',
  squashing: 'fixed-point',
  productPrecision: 'double',
  relu6: 'clamp',
  transposedActivation: 'ignored',
  softmaxTables: 'single',
  lstmCell: 'table',
  powerOfTwoSums: 'rescale',
};

/** LiteRT 2.3 with its reference operator resolver. */
const litert: Arithmetic = {
  name: 'litert',
  denseRescaling: 'floating-point',
  squashing: 'table',
  productPrecision: 'single',
  relu6: 'rescale',
  transposedActivation: 'applied',
  softmaxTables: 'double',
  lstmCell: 'fixed-point',
  powerOfTwoSums: 'shift',
};

export const ARITHMETICS = { tflm, litert } as const;

/** A runtime whose results can be asked for, bit for bit. */
export type ArithmeticName = keyof typeof ARITHMETICS;
