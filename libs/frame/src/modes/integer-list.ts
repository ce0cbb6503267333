import type { BitReader } from '../bits/bit-reader';
import type { BitWriter } from '../bits/bit-writer';
import type { NumberArena } from '../number-arena';
import type { Mode, Plan, PlanContext, ReadContext } from './mode';
import { candidatesOf, type Candidate } from './rice/candidates';
import { MODES } from './modes.registry';

/** Bits of a mode's code. */
const MODE_BITS = 4;

/** How many lists may be inside one another below a column's own; keeps a device's stack and a decoder's work bounded. */
const MAX_DEPTH = 2;

/** Earlier columns that a list may refer to. */
export type References = PlanContext['references'];

/**
 * The cheapest way to write integers (at least one), its mode code counted and written; to be written before the arena
 * is reset. Ties go to the mode with the smaller code, so that equal input gives equal bytes.
 */
export function planIntegers(numbers: Float64Array, arena: NumberArena, references: References = []): Plan {
  return planAt(numbers, arena, references, MAX_DEPTH);
}

function planAt(numbers: Float64Array, arena: NumberArena, references: References, depth: number): Plan {
  let candidates: readonly Candidate[] | null | undefined;
  const context: PlanContext = {
    candidates: () => (candidates === undefined ? (candidates = candidatesOf(numbers, arena)) : candidates),
    nested: (inner, deep) => planAt(inner, arena, [], deep ? depth - 1 : 0),
    arena,
    references,
  };
  let best: { mode: Mode; plan: Plan } | null = null;
  for (const mode of MODES) {
    if (mode.nests && depth === 0) continue;
    const plan = mode.plan(numbers, context);
    if (plan !== null && (best === null || plan.bits < best.plan.bits)) best = { mode, plan };
    if (mode.code === 0 && plan !== null) break;
  }
  return withModeCode(best!.mode, best!.plan);
}

function withModeCode(mode: Mode, plan: Plan): Plan {
  return {
    bits: MODE_BITS + plan.bits,
    write(writer: BitWriter) {
      writer.bits(mode.code, MODE_BITS);
      plan.write(writer);
    },
  };
}

/** Reads lists that {@link planIntegers} wrote. Reused from frame to frame; owns two columns of scratch memory. */
export class IntegerListReader implements ReadContext {
  spare = new Float64Array(0);
  private second = new Float64Array(0);
  private depth = 0;

  constructor(
    private readonly reader: BitReader,
    readonly reference: (index: number) => Float64Array | null,
  ) {}

  /** Reads `count` (at least 1) integers into `out`; what is wrong is left as the reader's reason. */
  read(out: Float64Array, count: number): void {
    if (this.spare.length < count) this.spare = new Float64Array(count);
    this.depth = MAX_DEPTH;
    this.readMode(out, count);
  }

  /** Memory for one column more, apart from {@link spare}. */
  scratch(count: number): Float64Array {
    if (this.second.length < count) this.second = new Float64Array(count);
    return this.second;
  }

  nested(out: Float64Array, count: number): void {
    if (this.depth === 0) {
      this.reader.fail('UNKNOWN_MODE');
      return;
    }
    this.depth--;
    this.readMode(out, count);
    this.depth++;
  }

  private readMode(out: Float64Array, count: number): void {
    const mode = MODES[this.reader.bits(MODE_BITS)];
    if (mode === undefined) this.reader.fail('UNKNOWN_MODE');
    else if (this.reader.reason === null) mode.read(this.reader, out, count, this);
  }
}
