import { ARENA_TYPES_C } from './c-types';
import { CBackEnd } from './operator';
import { ReductionOptions, reductionOf } from './reductions';

/** The least or greatest value along axes that lie in one place or two. */
export function extremeC(which: 'least' | 'greatest'): CBackEnd<ReductionOptions> {
  return {
    functions: [ARENA_TYPES_C, functionC(which, 'int8_t', 8), functionC(which, 'fettle_int16', 16)],
    emit: (site, layer) => {
      const [input, output] = [site.input(0), site.output(0)];
      const reduction = reductionOf(site) ?? layer.refuse('axes in three places');
      const { outer, rows, middle, columns, inner } = reduction;
      const name = `fettle_${which}_${input.type === 'int8' ? 8 : 16}`;
      const extents = [outer, rows, middle, columns, inner].join(', ');
      return `${name}(${layer.values(input)}, ${extents}, ${layer.values(output)});`;
    },
  };
}

function functionC(which: 'least' | 'greatest', type: string, width: number): string {
  return `/* y[outer][middle][inner] = the ${which} of x[outer][any row][middle][any column][inner]. */
static inline void fettle_${which}_${width}(const ${type} *x, int32_t outer, int32_t rows, int32_t middle, int32_t columns,
  int32_t inner, ${type} *y)
{
  for (int32_t place = 0; place < outer * middle * inner; place++) {
    const int32_t group = place / inner;
    const ${type} *from = x + (group / middle * rows * middle + group % middle) * columns * inner + place % inner;
    ${type} found = *from;
    for (int32_t row = 0; row < rows; row++) {
      for (int32_t column = 0; column < columns; column++) {
        const ${type} value = from[(row * middle * columns + column) * inner];
        found = value ${which === 'least' ? '<' : '>'} found ? value : found;
      }
    }
    y[place] = found;
  }
}
`;
}
