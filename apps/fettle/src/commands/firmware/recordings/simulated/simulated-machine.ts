import type { WindowShape } from '../recording';

/** A part of a second of a simulated machine. */
export interface MachineSecond {
  /** Which machine, from 0, and which second of it: the same again are the same samples. */
  readonly machine: number;
  readonly second: number;
  /** How far its fault has come, 0 to 1. */
  readonly wear: number;
  /** From the second's beginning. */
  readonly samples: number;
  readonly shape: WindowShape;
}

/** A machine that nobody has to own: a file beside this and a row in the registry. */
export interface SimulatedMachine {
  /** The model's signal that it makes. */
  readonly signal: string;
  /** So many samples as the model's sensor has them. */
  hear(part: MachineSecond): Int16Array;
}
