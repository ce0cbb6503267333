/** Guesses an integer from those before it; what is coded is the difference. */
export interface Predictor {
  /** Its three bits on the wire. */
  readonly code: number;
  readonly name: string;
  /**
   * Index of the first residual. 1: the first number is sent as itself and is the history of the second.
   * 0: a parameter is sent, and every number has a residual.
   */
  readonly start: 0 | 1;
  /** The number that is sent as itself: the parameter, or the first of `numbers` (never empty). `scratch` is as long. */
  seed(numbers: Float64Array, scratch: Float64Array): number;
  /** Residuals of `numbers` into `residuals`, from index {@link start} on. */
  subtract(numbers: Float64Array, seed: number, residuals: Float64Array): void;
  /** Turns residuals, from index {@link start} on, into the numbers, in place; `numbers` may be longer than `count`. */
  restore(numbers: Float64Array, count: number, seed: number): void;
}
