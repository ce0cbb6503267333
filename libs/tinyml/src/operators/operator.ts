import { Arithmetic } from '../arithmetic/arithmetic';
import { ElementArray } from '../graph/element-types';
import { OperatorOptions, Shape, Tensor } from '../graph/model.types';

/** What a row reads its options from; each front end brings its own. Absent fields read as the given default. */
export interface OptionSource {
  int32(id: number, absent?: number): number;
  uint8(id: number, absent?: number): number;
  int8(id: number, absent?: number): number;
  bool(id: number, absent?: boolean): boolean;
  float32(id: number, absent?: number): number;
  int32s(id: number): number[];
  text(id: number): string;
}

/** One tensor as an operator meets it. */
export interface Operand extends Tensor {
  readonly count: number;
  /** The values: constants at once, computed ones whenever the operator runs. Never replaced by another array. */
  readonly values: ElementArray;
}

/** What an operator may ask of the interpreter around it, beside its operands. */
export interface Surroundings {
  /** The values that variable `id` keeps between runs, made on first use to hold `like`. */
  variable(id: number, like: Tensor): ElementArray;
  /** A stable number for a variable's name. */
  variableId(name: string): number;
  /** Runs another subgraph, once in the life of the interpreter's state. */
  callOnce(subgraph: number): () => void;
}

/** One operator of one model, with everything its row may look at. */
export interface Site<O extends OperatorOptions = OperatorOptions> {
  readonly options: O;
  readonly arithmetic: Arithmetic;
  readonly surroundings: Surroundings;
  readonly inputCount: number;
  readonly outputCount: number;
  /** The operand; refuses the operator where it is left out. */
  input(i: number): Operand;
  optionalInput(i: number): Operand | undefined;
  output(i: number): Operand;
  /** Quantisation carrier inside the operator; undefined where the model has none there. */
  intermediate(i: number): Tensor | undefined;
  /** Ends preparation: `TINYML.OPERATOR_REFUSED` with the operator's name, its place, and this reason. */
  refuse(reason: string): never;
  /** `refuse` unless the condition holds. */
  require(condition: boolean, reason: string): void;
}

/** Computes the outputs from the inputs' present values. Allocates nothing. */
export type Kernel = () => void;

/**
 * The whole truth about one operator. Further back ends (C, cost on a target, a writer) add their field here, and the
 * compiler then asks every row for it.
 */
export interface Operator<O extends OperatorOptions = OperatorOptions> {
  /** The schema's name. */
  readonly name: string;
  /** The schema's builtin code. */
  readonly code: number;
  /**
   * Inputs whose memory the first output may take over where both have as many bytes: element i of the output is
   * written only after the last read of element i of that input. Absent: none.
   */
  readonly inPlace?: readonly number[];
  readOptions(source: OptionSource): O;
  /**
   * The shapes the outputs must have, from the inputs' shapes, constants and options; a model that says otherwise is
   * refused. Undefined for an output whose shape only the model knows.
   */
  shapes(site: Site<O>): readonly (Shape | undefined)[];
  /** Inner steps of one run, about one multiplication each; bounds the time of a run before it starts. */
  steps(site: Site<O>): number;
  /** Checks types and quantisation, folds constants, and gives the reference kernel. Called after `shapes` agreed. */
  kernel(site: Site<O>): Kernel;
}

/** For operators without options. */
export type NoOptions = Readonly<Record<string, never>>;
export const noOptions = (): NoOptions => ({});
