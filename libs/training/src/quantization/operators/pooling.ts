import { FloatSite, reals } from './float-operator';
import { slidings, underWindow } from './sliding';

/** A pooling: starts every window at `start`, takes in each value inside the input, and ends by the number of values. */
export function poolingKernel(
  { inputs, outputs, options }: FloatSite,
  start: number,
  take: (sofar: number, value: number) => number,
  end: (result: number, count: number) => number,
): () => void {
  const { shape } = inputs[0]!;
  const size = [options.filterHeight as number, options.filterWidth as number] as const;
  const [rows, columns] = slidings(shape, size, options);
  const channels = shape[3]!;
  const [input, out] = [reals(inputs[0]), reals(outputs[0])];
  const pooled = (y: number, x: number, c: number): number => {
    let result = start;
    let count = 0;
    underWindow(rows, y, (iy) =>
      underWindow(columns, x, (ix) => {
        result = take(result, input[(iy * columns.input + ix) * channels + c]!);
        count++;
      }),
    );
    return end(result, count);
  };
  return () => {
    let at = 0;
    for (let y = 0; y < rows.output; y++) {
      for (let x = 0; x < columns.output; x++) {
        for (let c = 0; c < channels; c++) out[at++] = pooled(y, x, c);
      }
    }
  };
}
