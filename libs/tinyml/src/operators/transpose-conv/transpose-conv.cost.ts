import { Site, Work } from '../operator';
import { Window } from '../windows';
import { transposeConvGeometry } from './geometry';
import { TransposeConvOptions } from './options';

/** Of outputs that gather from the inputs that reach them: taps are tried, and give products where an input lies there. */
export function transposeConvWork(site: Site<TransposeConvOptions>): Work {
  const { batches, rows, columns, inputDepth, outputDepth } = transposeConvGeometry(site);
  const [down, across] = [reaching(rows), reaching(columns)];
  const filters = batches * outputDepth;
  const inside = filters * down.inside * across.inside;
  return {
    macs: site.input(2).count * outputDepth * rows.size * columns.size,
    pixels: batches * rows.output * columns.output,
    outputs: filters * rows.output * columns.output,
    filterRows: filters * down.tried * columns.output,
    filterTaps: filters * down.tried * across.tried,
    insideTaps: inside,
    insideMacs: inside * inputDepth,
  };
}

/** Along one dimension, taps over all outputs: those that a stride allows, and those of them with an input. */
function reaching({ input, output, size, stride, before }: Window): { tried: number; inside: number } {
  let [tried, inside] = [0, 0];
  for (let at = before; at < output + before; at++) {
    for (let tap = at % stride; tap < size && tap <= at; tap += stride) {
      tried++;
      if ((at - tap) / stride < input) inside++;
    }
  }
  return { tried, inside };
}
