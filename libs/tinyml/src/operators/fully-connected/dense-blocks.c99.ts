import { CLayer, CFields } from '../operator';
import { ChannelRescaling } from '../channel-rescaling';
import { scalesSimply, SCALING_C, scalingFields } from '../c-scaling';
import { magnitudesOf, weightBlocks } from './weight-blocks';

const DOT_C = `/*
 * sums[u] = sum of (x[i] + offset) * w[u][i] for four units. Weights lie in squares of four units and four inputs: two
 * bytes are a pair of an even and an odd unit, low + 256 * high, so that one product adds to two sums; the low one,
 * computed once more by itself, is then taken out of both. Pairs: units 0 and 1 at inputs 0 and 2, units 2 and 3 there,
 * then both at inputs 1 and 3. Weights of inputs beyond the last square follow byte by byte.
 */
#define FETTLE_PAIRS(x, w)                                     \\
  do {                                                         \\
    const int32_t value = (x) + offset;                        \\
    const int8_t *pair = (w);                                  \\
    s0 += pair[0] * value;                                     \\
    s1 += (pair[1] + (pair[0] < 0 ? 1 : 0)) * value;           \\
    s2 += pair[4] * value;                                     \\
    s3 += (pair[5] + (pair[4] < 0 ? 1 : 0)) * value;           \\
  } while (0)

static inline void fettle_dot_4(const int8_t *x, const int8_t *w, int32_t depth, int32_t offset, int32_t sums[4])
{
  int32_t s0 = 0;
  int32_t s1 = 0;
  int32_t s2 = 0;
  int32_t s3 = 0;
  int32_t squares = depth >> 2;
#if FETTLE_SIMD
  if (squares > 0) {
    const uint32_t offsets = ((uint32_t)offset & 0xffffu) * 0x10001u;
    uint32_t even;
    uint32_t odd;
    __asm__ volatile(
        "0:\\n\\t"
        "ldr %[odd], [%[x]], #4\\n\\t"
        "ldmia %[w]!, {r8, r9, r10, r11}\\n\\t"
        "sxtab16 %[even], %[offsets], %[odd]\\n\\t"
        "sxtab16 %[odd], %[offsets], %[odd], ror #8\\n\\t"
        "smlad %[s1], r8, %[even], %[s1]\\n\\t"
        "smlad %[s3], r9, %[even], %[s3]\\n\\t"
        "smlad %[s1], r10, %[odd], %[s1]\\n\\t"
        "smlad %[s3], r11, %[odd], %[s3]\\n\\t"
        "sxtb16 r8, r8\\n\\t"
        "sxtb16 r9, r9\\n\\t"
        "sxtb16 r10, r10\\n\\t"
        "sxtb16 r11, r11\\n\\t"
        "smlad %[s0], r8, %[even], %[s0]\\n\\t"
        "smlad %[s2], r9, %[even], %[s2]\\n\\t"
        "smlad %[s0], r10, %[odd], %[s0]\\n\\t"
        "smlad %[s2], r11, %[odd], %[s2]\\n\\t"
        "subs %[squares], %[squares], #1\\n\\t"
        "bne 0b"
        : [x] "+r"(x), [w] "+r"(w), [squares] "+r"(squares), [s0] "+r"(s0), [s1] "+r"(s1), [s2] "+r"(s2),
          [s3] "+r"(s3), [even] "=&r"(even), [odd] "=&r"(odd)
        : [offsets] "r"(offsets)
        : "r8", "r9", "r10", "r11", "cc", "memory");
    s1 = (int32_t)((uint32_t)s1 - (uint32_t)s0) >> 8;
    s3 = (int32_t)((uint32_t)s3 - (uint32_t)s2) >> 8;
  }
#else
  for (; squares > 0; squares--) {
    FETTLE_PAIRS(x[0], w);
    FETTLE_PAIRS(x[2], w + 2);
    FETTLE_PAIRS(x[1], w + 8);
    FETTLE_PAIRS(x[3], w + 10);
    x += 4;
    w += 16;
  }
#endif
  for (int32_t rest = depth & 3; rest > 0; rest--) {
    const int32_t value = *x++ + offset;
    s0 += w[0] * value;
    s1 += w[1] * value;
    s2 += w[2] * value;
    s3 += w[3] * value;
    w += 4;
  }
  sums[0] = s0;
  sums[1] = s1;
  sums[2] = s2;
  sums[3] = s3;
}
`;

const DENSE_BLOCKS_C = `/* Weights in blocks of four units. */
typedef struct {
  int32_t rows;
  int32_t units;
  int32_t depth;
  int32_t input_offset;
  fettle_scaling scaling;
} fettle_dense_blocks;

/* y[row][unit] = sum of (x[row][i] + offset) * w[unit][i]. */
static inline void fettle_dense_by_blocks(const fettle_dense_blocks *layer, const int8_t *x, const int8_t *w, int8_t *y)
{
  for (int32_t row = 0; row < layer->rows; row++) {
    const int8_t *block = w;
    for (int32_t unit = 0; unit < layer->units; unit += 4) {
      int32_t sums[4];
      fettle_dot_4(x, block, layer->depth, layer->input_offset, sums);
      fettle_scale_4(&layer->scaling, unit, layer->units, sums, y + unit);
      block += 4 * layer->depth;
    }
    x += layer->depth;
    y += layer->units;
  }
}
`;

/** The functions of the runtime header behind `fettle_dense_by_blocks`. */
export const DENSE_BLOCKS: readonly string[] = [SCALING_C, DOT_C, DENSE_BLOCKS_C];

/** Rows of `depth` values, each by the weights [unit][input] of every unit. */
export interface DenseRows {
  readonly rows: number;
  readonly depth: number;
  readonly weights: Int8Array;
  readonly rescaling: Pick<
    ChannelRescaling,
    'multipliers' | 'shifts' | 'inputOffset' | 'outputOffset' | 'biases' | 'low' | 'high'
  >;
}

/** Members of `fettle_dense_blocks`, and the name of the weights; undefined where sums or weights are out of bounds, or general kernels are wished. */
export function denseBlocks(
  layer: CLayer,
  { rows, depth, weights, rescaling }: DenseRows,
): { readonly fields: CFields; readonly weights: string } | undefined {
  if (!layer.specialised) return undefined;
  const { inputOffset, biases } = rescaling;
  const units = biases.length;
  const blocks = weightBlocks(weights, units, depth, inputOffset);
  if (blocks === undefined || !scalesSimply(rescaling, magnitudesOf(weights, units, depth))) return undefined;
  const scaling = scalingFields(layer, rescaling);
  return {
    fields: { rows, units, depth, input_offset: inputOffset, scaling },
    weights: layer.array('weights', 'FETTLE_ALIGNED int8_t', blocks),
  };
}
