import { bytesPerElement } from '../../graph/element-types';
import { blockC } from '../c-loops';
import { CBackEnd, CLayer } from '../operator';
import { ResizeOptions, resizing } from './nearest';

/** `(factor * i + offset) / divisor`, cut down. */
type Fraction = readonly [factor: number, offset: number, divisor: number];

/** What real coordinates come to where float32 does not round them across an integer: plain, centred, aligned, both. */
function candidates(input: number, output: number): readonly Fraction[] {
  const [inside, outside] = [input - 1, output - 1];
  return [
    [input, 0, output],
    [2 * input, input, 2 * output],
    [2 * inside, outside, 2 * outside],
    [2 * inside, inside + outside, 2 * outside],
  ];
}

/** C expression of the input index for the output index named `counter`: a fraction where one fits, else a table. */
function indexC(layer: CLayer, role: string, indices: Int32Array, input: number, counter: string): string {
  const fits = ([factor, offset, divisor]: Fraction): boolean =>
    divisor > 0 &&
    factor * indices.length + offset < 2147483648 &&
    indices.every((index, i) => index === Math.floor((factor * i + offset) / divisor));
  const found = candidates(input, indices.length).find(fits);
  if (found === undefined) return `${layer.array(role, 'int32_t', indices)}[${counter}]`;
  const shared = found.reduce(greatestDivisor);
  const [factor, offset, divisor] = found.map((value) => value / shared) as unknown as Fraction;
  const scaled = timesC(counter, factor);
  const moved = offset === 0 ? scaled : `(${scaled} + ${offset})`;
  return divisor === 1 ? moved : `${moved} / ${divisor}`;
}

function timesC(expression: string, factor: number): string {
  return factor === 1 ? expression : `${expression} * ${factor}`;
}

function greatestDivisor(a: number, b: number): number {
  return b === 0 ? a : greatestDivisor(b, a % b);
}

export const resizeNearestNeighborC: CBackEnd<ResizeOptions> = {
  functions: [],
  emit: (site, layer) => {
    const { batches, depth, rows, columns, height, width } = resizing(site);
    const pixel = depth * bytesPerElement(site.input(0).type);
    const row = indexC(layer, 'rows', rows, height, 'i');
    const column = indexC(layer, 'columns', columns, width, 'j');
    const image = `for (int32_t i = 0; i < ${rows.length}; i++) ${blockC(`\
const int8_t *row = from + ${timesC(row, width * pixel)};
for (int32_t j = 0; j < ${columns.length}; j++) {
  memcpy(to, row + ${timesC(column, pixel)}, ${pixel});
  to += ${pixel};
}`)}`;
    const images = `for (int32_t image = 0; image < ${batches}; image++) ${blockC(
      `${image}\nfrom += ${height * width * pixel};`,
    )}`;
    return `const int8_t *from = ${layer.bytes(site.input(0))};
int8_t *to = ${layer.bytes(site.output(0))};
${batches === 1 ? image : images}`;
  },
};
