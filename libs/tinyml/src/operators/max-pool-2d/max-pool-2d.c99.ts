import { poolFields, poolOverlap } from '../c-rescaling';
import { CBackEnd } from '../operator';
import { PoolOptions } from '../pooling';

const MAX_POOL_2D_C = `/* Greatest value inside the input; padding never counts. */
static inline void fettle_max_pool_2d(const fettle_pool *layer, const int8_t *x, int8_t *y)
{
  const fettle_window *rows = &layer->rows;
  const fettle_window *columns = &layer->columns;
  for (int32_t place = 0; place < layer->batches * rows->output * columns->output; place++) {
    const int32_t batch = place / (rows->output * columns->output);
    const int32_t top = place / columns->output % rows->output * rows->stride - rows->before;
    const int32_t left = place % columns->output * columns->stride - columns->before;
    const int32_t first_row = fettle_first_inside(rows, top);
    const int32_t last_row = fettle_last_inside(rows, top);
    const int32_t first = fettle_first_inside(columns, left);
    const int32_t last = fettle_last_inside(columns, left);
    for (int32_t channel = 0; channel < layer->depth; channel++) {
      int32_t greatest = -128;
      for (int32_t fy = first_row; fy < last_row; fy++) {
        const int32_t line = (batch * rows->input + top + fy) * columns->input + left;
        for (int32_t fx = first; fx < last; fx++) {
          const int32_t value = x[(line + fx) * layer->depth + channel];
          greatest = value > greatest ? value : greatest;
        }
      }
      *y++ = fettle_clamp(greatest, layer->low, layer->high);
    }
  }
}
`;

export const maxPool2dC: CBackEnd<PoolOptions> = {
  functions: [MAX_POOL_2D_C],
  overlap: (site) => poolOverlap(site),
  emit: (site, layer) => {
    const constants = layer.structure('pool', 'fettle_pool', poolFields(site, layer));
    return `fettle_max_pool_2d(${constants}, ${layer.values(site.input(0))}, ${layer.values(site.output(0))});`;
  },
};
