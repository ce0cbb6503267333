/** Windows laid out one after the other, so that a convolution becomes a dense layer of one row for each. */
export const GATHERED_C = `/* A convolution whose windows are copied, one at a time, in front of blocks of weights; padding is the zero point. */
typedef struct {
  int32_t batches;
  int32_t input_depth;
  fettle_window rows;
  fettle_window columns;
  fettle_dense_blocks dense;
} fettle_gathered;

static inline int8_t *fettle_copy(int8_t *to, const int8_t *from, int32_t count)
{
  for (; count >= 4; count -= 4) {
    FETTLE_MOVE_4(to, from);
    to += 4;
    from += 4;
  }
  for (; count > 0; count--) {
    *to++ = *from++;
  }
  return to;
}

static inline int8_t *fettle_fill(int8_t *to, int32_t value, int32_t count)
{
  for (; count > 0; count--) {
    *to++ = (int8_t)value;
  }
  return to;
}

/* The window at top and left of one image. */
static inline void fettle_gather(const fettle_gathered *layer, const int8_t *x, int32_t top, int32_t left,
                                 int8_t *window)
{
  const int32_t depth = layer->input_depth;
  const int32_t width = layer->columns.input;
  const int32_t zero = -layer->dense.input_offset;
  /* Columns that lie side by side are copied in one go. */
  const int32_t step = layer->columns.dilation;
  const int32_t run = step == 1 ? layer->columns.size : 1;
  const int32_t end = left + layer->columns.size * step;
  for (int32_t fy = 0; fy < layer->rows.size; fy++) {
    const int32_t row = top + fy * layer->rows.dilation;
    const int8_t *line = x + row * width * depth;
    const int32_t inside = row >= 0 && row < layer->rows.input ? width : 0;
    for (int32_t column = left; column < end; column += run * step) {
      if (column >= 0 && column + run <= inside) {
        window = fettle_copy(window, line + column * depth, run * depth);
        continue;
      }
      for (int32_t tap = column; tap < column + run; tap++) {
        window = tap >= 0 && tap < inside ? fettle_copy(window, line + tap * depth, depth)
                                          : fettle_fill(window, zero, depth);
      }
    }
  }
}

static inline void fettle_conv_2d_gathered(const fettle_gathered *layer, const int8_t *x, const int8_t *w,
                                           int8_t *window, int8_t *y)
{
  const fettle_window *rows = &layer->rows;
  const fettle_window *columns = &layer->columns;
  for (int32_t batch = 0; batch < layer->batches; batch++) {
    for (int32_t row = 0; row < rows->output; row++) {
      for (int32_t column = 0; column < columns->output; column++) {
        fettle_gather(layer, x, row * rows->stride - rows->before, column * columns->stride - columns->before,
                      window);
        fettle_dense_by_blocks(&layer->dense, window, w, y);
        y += layer->dense.units;
      }
    }
    x += rows->input * columns->input * layer->input_depth;
  }
}
`;
