import type { BitReader } from '../bits/bit-reader';
import type { BitWriter } from '../bits/bit-writer';
import type { NumberArena } from '../number-arena';
import type { Candidate } from './rice/candidates';

/** A way to write a list of integers, with what it will cost. */
export interface Plan {
  /** Exact, its own mode bits not counted. */
  readonly bits: number;
  write(writer: BitWriter): void;
}

/** What a mode may ask while it plans. */
export interface PlanContext {
  /** Best plan for a list inside this one, its mode bits counted and written; `deep` also tries the modes that nest. */
  nested(numbers: Float64Array, deep: boolean): Plan;
  /** What each predictor leaves of the list that is planned, worked out once; null when it has too large numbers. */
  candidates(): readonly Candidate[] | null;
  /** Memory for lists that a plan needs until it is written. */
  readonly arena: NumberArena;
  /** Columns before this one that have a value at every sample, for {@link keyed}; index and integers. */
  readonly references: readonly { readonly index: number; readonly numbers: Float64Array }[];
}

/** What a mode may ask while it reads. */
export interface ReadContext {
  /** Reads a list inside this one. */
  nested(out: Float64Array, count: number): void;
  /** The integers of an earlier column that has a value at every sample, or null if there is none at that index. */
  reference(index: number): Float64Array | null;
  /** Memory for one column more. */
  readonly spare: Float64Array;
}

/** One way to code a list of integers. */
export interface Mode {
  /** Its four bits on the wire. */
  readonly code: number;
  readonly name: string;
  /** True when its content is other lists: those are tried for the outermost list only, unless a mode asks. */
  readonly nests: boolean;
  /** The best way to write these integers (at least one, each a safe integer) in this mode, or null if it cannot. */
  plan(numbers: Float64Array, context: PlanContext): Plan | null;
  /** Reads `count` (at least 1) integers into `out`; what is wrong is left as the reader's reason. */
  read(reader: BitReader, out: Float64Array, count: number, context: ReadContext): void;
}
