/**
 * What kernels of a model do to each other: `real` where some compute with real numbers beside others that do not; `mixed` where
 * some are put where they are called, beside functions that layers share; `beside` where only functions within them are kept
 * apart.
 */
export type Company = 'beside' | 'mixed' | 'real';

/** What one kernel costs on a target, in one context: the functions that a layer's statements call, taken together. */
export interface KernelCosts {
  /** Instructions of one run of a layer, for each unit of these quantities of its work. */
  readonly instructions: Readonly<Record<string, number>>;
  /** Code, whatever the number of layers that use it; functions outside the runtime header are not among it. */
  readonly bytes: number;
  /** Code in addition, for each unit of these quantities of those layers' text. */
  readonly bytesEach: Readonly<Record<string, number>>;
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
  /**
   * Stack in addition to the most that a kernel takes, by what kernels do to each other; where they are mixed, also a
   * `share` of the most that one takes which is put where it is called, and never less than nothing.
   */
  readonly stackBytesMore: Readonly<Record<Company | 'share', number>>;
  /** By name of the function of the runtime header, where the compiler keeps it one, or of what is outside it. */
  readonly functionBytes: Readonly<Record<string, number>>;
  /** By kernel and context, as `contextsOf` names them. */
  readonly kernels: Readonly<Record<string, KernelCosts>>;
}
