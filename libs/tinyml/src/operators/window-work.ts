import { Work } from './operator';
import { firstInside, lastInside, Window } from './windows';

/** Bytes that kernels move at a time. */
const WORD = 4;

/** Windows over pictures of `depth` channels. */
export interface Windows {
  readonly batches: number;
  readonly rows: Window;
  readonly columns: Window;
  readonly depth: number;
}

/** What lies of each window inside the input, and what copying it takes, a row of the window at a time. */
export function windowWork({ batches, rows, columns, depth }: Windows): Work {
  const down = insides(rows);
  const across = insides(columns);
  const insideRows = batches * sum(down);
  const runs = across.flatMap((count) =>
    columns.dilation === 1 ? [count * depth] : new Array<number>(count).fill(depth),
  );
  const pixels = batches * rows.output * columns.output;
  const taps = insideRows * sum(across);
  const copiedWords = sum(runs.map((bytes) => Math.floor(bytes / WORD)));
  return {
    macs: 0,
    pixels,
    lines: batches * rows.output,
    windowRows: insideRows * columns.output,
    taps,
    outside: (pixels * rows.size * columns.size - taps) * depth,
    copiedWords: insideRows * copiedWords,
    copiedBytes: insideRows * (sum(runs) - WORD * copiedWords),
  };
}

/** For each output along one dimension, how much of its window is inside. */
function insides(window: Window): readonly number[] {
  return Array.from({ length: window.output }, (_, i) => {
    const origin = i * window.stride - window.before;
    return lastInside(window, origin) - firstInside(window, origin);
  });
}

function sum(values: readonly number[]): number {
  return values.reduce((total, value) => total + value, 0);
}
