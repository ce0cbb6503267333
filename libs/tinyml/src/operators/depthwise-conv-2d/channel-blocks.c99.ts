/** Channels whose weights lie together, and whose sums are made together. */
const CHANNELS = 4;

/** Four channels at a time. */
export const DEPTHWISE_BLOCKS_C = `/* Weights are [channel / 4][row][column][channel % 4]; taps beyond the input's edges are left out. */
typedef struct {
  int32_t batches;
  int32_t depth;
  int32_t input_offset;
  fettle_window rows;
  fettle_window columns;
  fettle_scaling scaling;
} fettle_depthwise_blocks;

/* All channels of one output position; x: the first tap inside the input, w: that tap of the first four channels. */
static inline void fettle_depthwise_pixel(const fettle_depthwise_blocks *layer, const int8_t *x, const int8_t *w,
                                          int32_t rows, int32_t columns, int8_t *y)
{
  const int32_t depth = layer->depth;
  const int32_t x_step = layer->columns.dilation * depth;
  const int32_t x_row = layer->rows.dilation * layer->columns.input * depth - columns * x_step;
  const int32_t w_row = 4 * (layer->columns.size - columns);
  const int32_t w_rest = 4 * layer->columns.size * (layer->rows.size - rows);
  const uint32_t offsets = ((uint32_t)layer->input_offset & 0xffffu) * 0x10001u;
  for (int32_t channel = 0; channel < depth; channel += 4) {
    const int8_t *values = x + channel;
    int32_t s0 = 0;
    int32_t s1 = 0;
    int32_t s2 = 0;
    int32_t s3 = 0;
    for (int32_t fy = rows; fy > 0; fy--) {
      int32_t taps = columns;
#if FETTLE_SIMD
      uint32_t even;
      uint32_t odd;
      uint32_t low;
      uint32_t high;
      __asm__ volatile(
          "0:\\n\\t"
          "ldr %[odd], [%[x]]\\n\\t"
          "ldr %[low], [%[w]], #4\\n\\t"
          "add %[x], %[x], %[step]\\n\\t"
          "sxtab16 %[even], %[offsets], %[odd]\\n\\t"
          "sxtab16 %[odd], %[offsets], %[odd], ror #8\\n\\t"
          "sxtb16 %[high], %[low], ror #8\\n\\t"
          "sxtb16 %[low], %[low]\\n\\t"
          "smlabb %[s0], %[even], %[low], %[s0]\\n\\t"
          "smlabb %[s1], %[odd], %[high], %[s1]\\n\\t"
          "smlatt %[s2], %[even], %[low], %[s2]\\n\\t"
          "smlatt %[s3], %[odd], %[high], %[s3]\\n\\t"
          "subs %[taps], %[taps], #1\\n\\t"
          "bne 0b"
          : [x] "+r"(values), [w] "+r"(w), [taps] "+r"(taps), [s0] "+r"(s0), [s1] "+r"(s1), [s2] "+r"(s2),
            [s3] "+r"(s3), [even] "=&r"(even), [odd] "=&r"(odd), [low] "=&r"(low), [high] "=&r"(high)
          : [offsets] "r"(offsets), [step] "r"(x_step)
          : "cc", "memory");
#else
      const int32_t offset = (int16_t)(offsets & 0xffffu);
      for (; taps > 0; taps--) {
        s0 += (values[0] + offset) * w[0];
        s1 += (values[1] + offset) * w[1];
        s2 += (values[2] + offset) * w[2];
        s3 += (values[3] + offset) * w[3];
        values += x_step;
        w += 4;
      }
#endif
      values += x_row;
      w += w_row;
    }
    w += w_rest;
    const int32_t sums[4] = {s0, s1, s2, s3};
    fettle_scale_4(&layer->scaling, channel, depth, sums, y + channel);
  }
}

static inline void fettle_depthwise_by_blocks(const fettle_depthwise_blocks *layer, const int8_t *x, const int8_t *w,
                                              int8_t *y)
{
  const fettle_window *rows = &layer->rows;
  const fettle_window *columns = &layer->columns;
  for (int32_t batch = 0; batch < layer->batches; batch++) {
    for (int32_t row = 0; row < rows->output; row++) {
      const int32_t top = row * rows->stride - rows->before;
      const int32_t first_row = fettle_first_inside(rows, top);
      const int32_t count = fettle_last_inside(rows, top) - first_row;
      const int32_t line = (top + first_row * rows->dilation) * columns->input;
      for (int32_t column = 0; column < columns->output; column++) {
        const int32_t left = column * columns->stride - columns->before;
        const int32_t first = fettle_first_inside(columns, left);
        fettle_depthwise_pixel(layer, x + (line + left + first * columns->dilation) * layer->depth,
                               w + 4 * (first_row * columns->size + first), count,
                               fettle_last_inside(columns, left) - first, y);
        y += layer->depth;
      }
    }
    x += rows->input * columns->input * layer->depth;
  }
}
`;

/** Weights [row][column][channel] in the order of `fettle_depthwise_blocks`; undefined unless channels come in fours. */
export function channelBlocks(weights: Int8Array, channels: number): Int8Array | undefined {
  if (channels % CHANNELS !== 0) return undefined;
  const taps = weights.length / channels;
  return weights.map((_, at) => {
    const tap = Math.floor(at / CHANNELS) % taps;
    const channel = Math.floor(at / (CHANNELS * taps)) * CHANNELS + (at % CHANNELS);
    return weights[tap * channels + channel]!;
  });
}

/** For each channel the sum of its weights' sizes. */
export function channelMagnitudes(weights: Int8Array, channels: number): readonly number[] {
  const sums = new Array<number>(channels).fill(0);
  weights.forEach((weight, at) => (sums[at % channels]! += Math.abs(weight)));
  return sums;
}
