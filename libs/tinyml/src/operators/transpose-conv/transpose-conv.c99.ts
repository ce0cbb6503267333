import { ARENA_TYPES, ARENA_TYPES_C } from '../c-types';
import { rescalingFields, windowFields } from '../c-rescaling';
import { WITHIN_C } from '../c-clamping';
import { RESCALE_WIDE_C, wideFields, WIDE_RESCALING_C } from '../c-wide-rescaling';
import { CBackEnd, CFields } from '../operator';
import { TransposeConvGeometry, transposeConvGeometry, transposeConvRescaling } from './geometry';
import { TransposeConvOptions } from './options';

/** One function for each width; `sum` says what sums are, how a product is added, and how an output is stored. */
function transposeConvText(
  name: string,
  type: string,
  rescaling: string,
  sum: { readonly type: string; readonly add: (product: string) => string; readonly store: string },
): string {
  return `typedef struct {
  int32_t batches;
  int32_t input_depth;
  int32_t output_depth;
  int32_t input_offset;
  fettle_window rows;
  fettle_window columns;
  ${rescaling} rescaling;
} ${name}_layer;

/* Every output gathers from the inputs that reach it; filters are [channel][row][column][input channel]. */
static inline void ${name}(const ${name}_layer *layer, const ${type} *x, const int8_t *w, ${type} *y)
{
  const fettle_window *rows = &layer->rows;
  const fettle_window *columns = &layer->columns;
  const int32_t depth = layer->input_depth;
  for (int32_t place = 0; place < layer->batches * rows->output * columns->output; place++) {
    const int32_t image = place / (rows->output * columns->output) * rows->input;
    const int32_t top = place / columns->output % rows->output + rows->before;
    const int32_t left = place % columns->output + columns->before;
    const int8_t *filter = w;
    for (int32_t channel = 0; channel < layer->output_depth; channel++) {
      ${sum.type} sum = layer->rescaling.biases[channel];
      for (int32_t fy = top % rows->stride; fy < rows->size && fy <= top; fy += rows->stride) {
        const int32_t row = (top - fy) / rows->stride;
        for (int32_t fx = left % columns->stride; fx < columns->size && fx <= left; fx += columns->stride) {
          const int32_t column = (left - fx) / columns->stride;
          if (row < rows->input && column < columns->input) {
            const ${type} *pixel = x + ((image + row) * columns->input + column) * depth;
            const int8_t *tap = filter + (fy * columns->size + fx) * depth;
            for (int32_t i = 0; i < depth; i++) {
              sum = ${sum.add('(pixel[i] + layer->input_offset) * tap[i]')};
            }
          }
        }
      }
      *y++ = ${sum.store};
      filter += rows->size * columns->size * depth;
    }
  }
}
`;
}

const NAME = 'fettle_transpose_conv';
const NARROW_C = transposeConvText(`${NAME}_8`, ARENA_TYPES.int8, 'fettle_rescaling', {
  type: 'int32_t',
  add: (product) => `fettle_add(sum, ${product})`,
  store: 'fettle_store(&layer->rescaling, sum, channel)',
});
const WIDE_C = transposeConvText(`${NAME}_16`, ARENA_TYPES.int16, 'fettle_wide_rescaling', {
  type: 'int64_t',
  add: (product) => `sum + ${product}`,
  store: 'fettle_store_wide(&layer->rescaling, sum, channel)',
});

export const transposeConvC: CBackEnd<TransposeConvOptions> = {
  functions: [ARENA_TYPES_C, WITHIN_C, RESCALE_WIDE_C, WIDE_RESCALING_C, NARROW_C, WIDE_C],
  emit: (site, layer) => {
    const shape = transposeConvGeometry(site);
    const [filter, input, output] = [site.input(1), site.input(2), site.output(0)];
    const rescaling = transposeConvRescaling(site, shape.outputDepth);
    const name = `${NAME}_${input.type === 'int8' ? 8 : 16}`;
    const fields = input.type === 'int8' ? rescalingFields(layer, rescaling) : wideFields(layer, rescaling);
    const constants = layer.structure(
      'transposed',
      `${name}_layer`,
      layerFields(shape, rescaling.inputOffset, fields),
    );
    return `${name}(${constants}, ${layer.values(input)}, ${layer.values(filter)}, ${layer.values(output)});`;
  },
};

function layerFields(
  { batches, inputDepth, outputDepth, rows, columns }: TransposeConvGeometry,
  inputOffset: number,
  rescaling: CFields,
): CFields {
  return {
    batches,
    input_depth: inputDepth,
    output_depth: outputDepth,
    input_offset: inputOffset,
    rows: windowFields(rows),
    columns: windowFields(columns),
    rescaling,
  };
}
