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

/** What a row writes its options into. A value that reads the same when it is absent takes no room. */
export interface OptionSink {
  int32(id: number, value: number, absent?: number): void;
  int8(id: number, value: number, absent?: number): void;
  bool(id: number, value: boolean, absent?: boolean): void;
  float32(id: number, value: number, absent?: number): void;
  int32s(id: number, values: readonly number[]): void;
  text(id: number, value: string): void;
}

/** The tensors of an operator that is written; undefined where an optional input is left out. */
export interface WrittenOperands {
  readonly inputs: readonly (Tensor | undefined)[];
  readonly outputs: readonly Tensor[];
}

/** How an operator is written to a `.tflite` file. */
export interface TfliteBackEnd<O extends OperatorOptions = OperatorOptions> {
  /** Number of its options' table in the schema's union BuiltinOptions; 0: it has none. */
  readonly optionsType: number;
  /** The schema's version of the operator that first knew operands of these kinds. */
  version(operands: WrittenOperands, options: O): number;
  /** The mirror of `readOptions`: what it writes reads as equal options. */
  writeOptions(options: O, sink: OptionSink, operands: WrittenOperands): void;
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

/** What a row writes its C99 into: one function of the generated file, with the constants it needs. */
export interface CLayer {
  /** Whether the row may use a kernel made for shapes and bounds like the layer's; otherwise the general one. */
  readonly specialised: boolean;
  /** C expression for an operand's values, a pointer to their own type: a place in the arena, or a constant. */
  values(operand: Operand): string;
  /** The same as bytes, for moves that do not look at the values. */
  bytes(operand: Operand): string;
  /** C expression for the bytes of a variable, by its number: they outlive a run. */
  variable(id: number): string;
  /** The statement that runs another subgraph once in the life of the state. */
  callOnce(subgraph: number): string;
  /** C expression for the memory that the row asked for by `scratch`; holds nothing before, and nothing after. */
  scratch(): string;
  /** Declares a constant array of this layer and gives its name. */
  array(role: string, type: CArrayType, values: ArrayLike<number>): string;
  /** Declares a constant structure of this layer, and gives its address. */
  structure(role: string, type: string, fields: CFields): string;
  /** Ends compilation: `TINYML.OPERATOR_NOT_COMPILED` with the operator's name, its place, and this reason. */
  refuse(reason: string): never;
}

/** Types of constant arrays. */
export type CArrayType =
  'int8_t' | 'FETTLE_ALIGNED int8_t' | 'uint8_t' | 'int16_t' | 'int32_t' | 'int64_t' | 'float';

/** Members of a C structure by name: numbers, names of constants, structures. */
export interface CFields {
  readonly [name: string]: number | string | CFields;
}

/** How an operator is compiled to C99, with the results of TensorFlow Lite Micro. */
export interface CBackEnd<O extends OperatorOptions = OperatorOptions> {
  /** The functions of the runtime header that the statements call; those that others call come first. */
  readonly functions: readonly string[];
  /** Bytes of memory that the statements need beside the operands, while they run. Absent: none. */
  scratch?(site: Site<O>): number;
  /**
   * Bytes before its first input at which the first output may begin, and then overlap it: what the statements write
   * there they read no more. Absent: the two stay apart.
   */
  overlap?(site: Site<O>): number;
  /** The statements that compute the outputs; empty where memory already holds them. Called after `kernel` agreed. */
  emit(site: Site<O>, layer: CLayer): string;
}

/**
 * Quantities that the time of one run of an operator depends on, by name: counted from shapes, never from values. What
 * each is worth on a target is measured (`cost/targets`); a quantity that no kernel's time depends on is worth nothing.
 */
export interface Work {
  /** Products of a value and a weight, those with padding among them: what the literature calls multiply-accumulates. */
  readonly macs: number;
  readonly [quantity: string]: number;
}

/**
 * How an operator treats values, where passes may make use of it: `copies` them all in their order, `moves` them without
 * looking at them, or `maps` each by itself.
 */
export type Treatment = 'copies' | 'moves' | 'maps';

/** Computes the outputs from the inputs' present values. Allocates nothing. */
export type Kernel = () => void;

/**
 * The whole truth about one operator. Further back ends add their field here, and the compiler then asks every row for it.
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
  readonly tflite: TfliteBackEnd<O>;
  /** What its time depends on. Absent: it does the same for every element. Called after `shapes` agreed. */
  cost?(site: Site<O>): Work;
  /** Absent: none of these. */
  readonly treats?: Treatment;
  /** The option `activation` clamps the result, whatever the operator is. */
  readonly fusesActivation?: true;
  /** What lies beyond the edges of input 0 counts as its zero point; input 1 holds filters, [_, height, width, _]. */
  readonly padsByZeroPoint?: true;
  /** Only shapes of the inputs count: the result is known before anything runs. */
  readonly readsOnlyShapes?: true;
  readonly c: CBackEnd<O>;
}

/** For operators without options. */
export type NoOptions = Readonly<Record<string, never>>;
export const noOptions = (): NoOptions => ({});
