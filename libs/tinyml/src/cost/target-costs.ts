/** What one kernel costs on a target, in one context: the functions that a layer's statements call, taken together. */
export interface KernelCosts {
  /** Instructions of one run of a layer, for each unit of these quantities of its work. */
  readonly instructions: Readonly<Record<string, number>>;
  /** Code, whatever the number of layers that use it. */
  readonly bytes: number;
  /** Code for each of those layers in addition. */
  readonly bytesPerLayer: number;
  /** The most that the stack holds in a program with such a model. */
  readonly stackBytes: number;
}

/** Everything that was measured on one target, by `tests/bench/edge/calibrate`. */
export interface TargetCosts {
  readonly target: string;
  /** Of the compiler and its optimisation: figures hold for no other. */
  readonly compiler: string;
  /** A program that feeds a model by a serial line, without the model. */
  readonly harnessBytes: number;
  /** Of `_run` itself. */
  readonly runInstructions: number;
  /** By name of the function of the runtime header or the C library, where the compiler keeps it a function. */
  readonly functionBytes: Readonly<Record<string, number>>;
  /** By kernel and context, as `contextsOf` names them. */
  readonly kernels: Readonly<Record<string, KernelCosts>>;
}
