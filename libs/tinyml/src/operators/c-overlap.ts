import { Window } from './windows';

/** Windows over [batch, row, column, channel], read and written in that order, one position after the other. */
export interface Sweep {
  readonly batches: number;
  readonly rows: Window;
  readonly columns: Window;
  readonly inputDepth: number;
  readonly outputDepth: number;
  /** Whether an output channel reads its own input channel alone, so that it may take that very byte's place. */
  readonly separable: boolean;
}

/**
 * How many bytes before its input an output has to begin at least, for each of its positions to be written only where no
 * window from then on reads: the memory of an input that nobody needs later is used while it is being read.
 */
export function overlapShift({ batches, rows, columns, inputDepth, outputDepth, separable }: Sweep): number {
  const pixels = rows.input * columns.input;
  let position = batches * rows.output * columns.output;
  /** Lowest byte that a later position reads. */
  let lowest = Infinity;
  let shift = 0;
  for (let batch = batches - 1; batch >= 0; batch--) {
    for (let y = rows.output - 1; y >= 0; y--) {
      const top = Math.max(0, y * rows.stride - rows.before);
      for (let x = columns.output - 1; x >= 0; x--) {
        const left = Math.max(0, x * columns.stride - columns.before);
        const first = (batch * pixels + top * columns.input + left) * inputDepth;
        const own = separable ? outputDepth : 0;
        shift = Math.max(shift, position * outputDepth - lowest, position * outputDepth - own - first);
        lowest = Math.min(lowest, first);
        position--;
      }
    }
  }
  return shift;
}
