/** What a score is computed from: the model's input and output as they are stored. */
export interface Inference {
  readonly input: Int8Array;
  readonly output: Int8Array;
}

/** How a score travels in frames. */
export interface ScoreFormat {
  readonly kind: 'scaled' | 'label' | 'probability';
  readonly exponent: number;
}

/** One way to make a number of an inference: a folder of its own and a row in the registry. */
export interface ScoreKind<S> {
  readonly format: (spec: S) => ScoreFormat;
  /** The reason why a spec cannot be, or null. */
  readonly fault: (spec: S, sizes: { readonly input: number; readonly output: number }) => string | null;
  /** The integer that a device computes. */
  readonly run: (spec: S, inference: Inference) => number;
  /** A C expression for the same, over `input` and `output`, both `const int8_t *`. */
  readonly c: (spec: S, sizes: { readonly input: number; readonly output: number }) => string;
  /** The C functions that the expression calls. */
  readonly functions: string;
}
