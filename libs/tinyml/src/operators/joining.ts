import { Kernel, Operand } from './operator';

/** A whole that consists of parts in turn, `runs[p]` elements of part p at a time, over and over. */
interface Interleaving {
  readonly whole: Int8Array;
  readonly parts: readonly Int8Array[];
  readonly runs: readonly number[];
}

function interleaving(whole: Operand, parts: readonly Operand[], runs: readonly number[]): Interleaving {
  return { whole: whole.values as Int8Array, parts: parts.map(({ values }) => values as Int8Array), runs };
}

/** Puts a whole together from its parts. */
export function joinKernel(parts: readonly Operand[], whole: Operand, runs: readonly number[]): Kernel {
  const woven = interleaving(whole, parts, runs);
  return () =>
    eachRun(woven, (part, from, at, run) => {
      for (let i = 0; i < run; i++) woven.whole[at + i] = part[from + i]!;
    });
}

/** Takes a whole apart. */
export function divideKernel(whole: Operand, parts: readonly Operand[], runs: readonly number[]): Kernel {
  const woven = interleaving(whole, parts, runs);
  return () =>
    eachRun(woven, (part, from, at, run) => {
      for (let i = 0; i < run; i++) part[from + i] = woven.whole[at + i]!;
    });
}

type RunVisitor = (part: Int8Array, from: number, at: number, run: number) => void;

function eachRun({ whole, parts, runs }: Interleaving, visit: RunVisitor): void {
  let round = 0;
  for (let at = 0; at < whole.length; round++) {
    for (let p = 0; p < parts.length; p++) {
      visit(parts[p]!, round * runs[p]!, at, runs[p]!);
      at += runs[p]!;
    }
  }
}
