import { Shape } from '../graph/model.types';

/** What a model will take on a target, told before anything is built. */
export interface ModelReport {
  readonly target: string;
  /** Compiler and optimisation that the figures hold for. */
  readonly compiler: string;
  readonly clockHz: number;
  readonly flash: FlashReport;
  readonly ram: RamReport;
  readonly macs: number;
  /** Of one inference. Instructions are not cycles: memory and branches make a real part slower. */
  readonly instructions: number;
  /** The least that one inference takes: an instruction a cycle. */
  readonly timeMs: number;
  readonly layers: readonly LayerReport[];
  readonly tensorsOverTime: readonly TensorInTime[];
  /** Kernels that were never measured on this target, and that code and instructions do not count. */
  readonly unknownKernels: readonly string[];
}

/** Bytes of flash. */
export interface FlashReport {
  readonly weights: number;
  /** Biases, factors, tables, settings of layers. */
  readonly constants: number;
  readonly code: number;
  /** Of the program that feeds the model by a serial line; a firmware has its own instead. */
  readonly harness: number;
  readonly total: number;
}

/** Bytes of RAM. */
export interface RamReport {
  readonly arena: number;
  /** No arrangement of tensors in the arena is smaller. */
  readonly arenaLowerBound: number;
  /** Variables that outlive a run, beside the arena. */
  readonly state: number;
  readonly stack: number;
  readonly total: number;
}

export interface LayerReport {
  readonly index: number;
  readonly operator: string;
  readonly inputShapes: readonly Shape[];
  readonly outputShapes: readonly Shape[];
  readonly macs: number;
  readonly weightBytes: number;
  readonly constantBytes: number;
  readonly instructions: number;
  readonly timeMs: number;
  /** Names of the C functions that do the work; empty where there is none. */
  readonly kernel: string;
  /** Bytes of the arena that are in use while it runs. */
  readonly liveBytes: number;
}

/** A tensor's place in the arena, and the layers from whose beginning to whose end it is needed. */
export interface TensorInTime {
  /** Index in the graph; -1 for memory that a layer needs beside its operands. */
  readonly tensor: number;
  readonly name: string;
  readonly offset: number;
  readonly bytes: number;
  /** -1: before the first layer, since it is an input or state. */
  readonly first: number;
  /** As many as there are layers: after the last, since it is an output or state. */
  readonly last: number;
}
