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
  const outsideRows = batches * rows.output * rows.size - insideRows;
  const pixels = batches * rows.output * columns.output;
  const taps = insideRows * sum(across);
  const copied = origins(columns).flatMap((origin) => copiedRuns(columns, origin));
  const words = sum(copied.map((run) => Math.floor((run * depth) / WORD)));
  const filledTaps = columns.output * columns.size - sum(copied);
  return {
    macs: 0,
    pixels,
    lines: batches * rows.output,
    windowRows: insideRows * columns.output,
    taps,
    outside: (pixels * rows.size * columns.size - taps) * depth,
    windowCopies: insideRows * copied.length,
    windowFills: insideRows * filledTaps + outsideRows * columns.output * columns.size,
    copiedWords: insideRows * words,
    copiedBytes: insideRows * (sum(copied) * depth - WORD * words),
  };
}

/** Taps of a row of a window that are copied at once: all of them, unless they lie apart or some are outside. */
function copiedRuns(window: Window, origin: number): readonly number[] {
  const taps = lastInside(window, origin) - firstInside(window, origin);
  const whole = window.dilation === 1 && taps === window.size;
  return whole ? [taps] : new Array<number>(Math.max(0, taps)).fill(1);
}

function origins({ output, stride, before }: Window): readonly number[] {
  return Array.from({ length: output }, (_, i) => i * stride - before);
}

/** For each output along one dimension, how much of its window is inside. */
function insides(window: Window): readonly number[] {
  return origins(window).map((origin) => lastInside(window, origin) - firstInside(window, origin));
}

function sum(values: readonly number[]): number {
  return values.reduce((total, value) => total + value, 0);
}
