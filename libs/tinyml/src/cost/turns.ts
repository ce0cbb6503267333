import { copied, filled, Moved, Place, placeOf, pointersOf } from './moves';

/** How often what statements consist of runs, by the loops around it; and how much of it there is to compile. */
export interface Turns {
  /** `statements`, `loops`, `turns`, moves by what they come to, rescalings by the way they shift. */
  readonly run: Readonly<Record<string, number>>;
  /** Of the text: `loops`, `statements`, `moves`, `byteMoves`. */
  readonly text: Readonly<Record<string, number>>;
  /** Functions of the C library that are called. */
  readonly library: readonly string[];
}

/** Counts along the nest of loops that the statements are; every loop has a constant number of turns. */
export function turnsOf(text: string): Turns {
  const pointers = pointersOf(text);
  const run = new Counter();
  const written = new Counter();
  const nest: number[] = [1];
  const lines = text.split('\n').filter((line) => line.trim() !== '');
  lines.forEach((line, i) => {
    const times = nest.at(-1)!;
    const turns = Number(/\bfor \(.*< (\d+);/.exec(line)?.[1] ?? 0);
    if (turns > 0) {
      run.addAll(times, BYTE_MOVE.test(lines[i + 1] ?? '') ? byteLoop(turns) : { loops: 1, turns });
      written.addAll(1, { loops: 1 });
    } else if (BYTE_MOVE.test(line)) {
      written.addAll(1, { byteMoves: 1 });
    } else if (line.endsWith(';')) {
      const move = movedBy(line, pointers);
      run.addAll(times, move ?? { statements: 1, ...rescalings(line) });
      if (move !== undefined && nest.length === 1) run.addAll(1, { loneMoves: 1 });
      written.addAll(1, move === undefined ? { statements: 1 } : { moves: 1 });
    }
    if (line.endsWith('{')) nest.push(times * Math.max(1, turns));
    if (/^\s*\}/.test(line)) nest.pop();
  });
  const library = [...text.matchAll(/\b(memcpy|memset)\(/g)].map(([, name]) => name!);
  return { run: run.counts, text: written.counts, library: [...new Set(library)] };
}

/** One byte from a place to another: `ARENA[2 * i] = ARENA[i];`. */
const BYTE_MOVE = /^\s*[^=]*\] = [^=]*\];$/;

/** Loops of so few turns are written out by the compiler. */
const WRITTEN_OUT = 2;

function byteLoop(turns: number): Readonly<Record<string, number>> {
  return turns <= WRITTEN_OUT ? { looseBytes: turns } : { byteLoops: 1, loopedBytes: turns };
}

/** The move that a line is, if it is one. */
function movedBy(line: string, pointers: ReadonlyMap<string, Place>): Moved | undefined {
  const [, name, to, second, length] = /^\s*(memcpy|memset)\(([^,]+), ([^,]+), (\d+)\);$/.exec(line) ?? [];
  if (length === undefined) return undefined;
  if (name === 'memset') return filled(Number(length));
  return copied(Number(length), placeOf(second!, pointers), placeOf(to!, pointers));
}

/** Rescalings that a line asks for itself, by constants. */
function rescalings(line: string): Readonly<Record<string, number>> {
  const shifts = [...line.matchAll(/fettle_rescale\([^;]*?, -?\d+, (-?\d+)\)/g)].map(([, shift]) =>
    Number(shift),
  );
  return {
    halvings: shifts.filter((shift) => shift < 0).length,
    doublings: shifts.filter((shift) => shift > 0).length,
  };
}

class Counter {
  readonly counts: Record<string, number> = {};

  addAll(times: number, counts: Readonly<Record<string, number>>): void {
    for (const [quantity, count] of Object.entries(counts)) {
      if (count !== 0) this.counts[quantity] = (this.counts[quantity] ?? 0) + times * count;
    }
  }
}
