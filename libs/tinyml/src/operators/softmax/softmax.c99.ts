import { CBackEnd } from '../operator';
import { scaleOf } from '../quantized';
import { exponentialTable } from './softmax-8';

const RECIPROCAL_C = `/* 31 fractional bits of 1 / sum for sum > 0, and how far below they stand: 1 / sum = digits * 2^(zeros - 62). */
static inline int32_t fettle_reciprocal(int32_t sum, int32_t *zeros)
{
  *zeros = 0;
  while (((uint32_t)sum << *zeros & 0x80000000u) == 0u) {
    (*zeros)++;
  }
  const int32_t fraction = (int32_t)((uint32_t)sum << *zeros & 0x7fffffffu);
  const int32_t half = (int32_t)(((int64_t)fraction + 2147483648) / 2);
  int32_t x = fettle_add(1515870810, fettle_high_multiply(half, -1010580540)); /* 48/17 - 32/17 half */
  for (int32_t newton = 0; newton < 3; newton++) {
    const int32_t error = fettle_add(536870912, -fettle_high_multiply(half, x));
    x = fettle_add(x, fettle_saturating_shift(fettle_high_multiply(x, error), 2));
  }
  return fettle_saturating_shift(x, 1);
}
`;

const SOFTMAX_C = `/* exponentials[d] is exp of d steps below the row's greatest value; from count on they add nothing to any result. */
static inline void fettle_softmax(const int8_t *x, int8_t *y, int32_t rows, int32_t depth,
                                  const int32_t *exponentials, int32_t count)
{
  for (int32_t row = 0; row < rows; row++, x += depth, y += depth) {
    int32_t greatest = -128;
    for (int32_t i = 0; i < depth; i++) {
      greatest = x[i] > greatest ? x[i] : greatest;
    }
    int32_t sum = 0;
    for (int32_t i = 0; i < depth; i++) {
      if (greatest - x[i] < count) {
        sum = fettle_add(sum, fettle_rounding_shift(exponentials[greatest - x[i]], 12));
      }
    }
    int32_t zeros;
    const int32_t digits = fettle_reciprocal(sum, &zeros);
    for (int32_t i = 0; i < depth; i++) {
      const int32_t below = greatest - x[i];
      const int32_t share = below < count && zeros >= 4
          ? fettle_rounding_shift(fettle_high_multiply(digits, exponentials[below]), 35 - zeros)
          : 0;
      y[i] = fettle_clamp(share - 128, -128, 127);
    }
  }
}
`;

/** Less than half of the sum's last bit, and with at least 23 bits shifted out, of the output's. */
const NEGLIGIBLE = 2 ** 11;

/** One more value and the sum of exponentials, 2^19 each at most, could pass 31 bits. */
const LONGEST_ROW = 4095;

export const softmaxC: CBackEnd<{ readonly beta: number }> = {
  functions: [RECIPROCAL_C, SOFTMAX_C],
  emit: (site, layer) => {
    const [input, output] = [site.input(0), site.output(0)];
    if (input.type !== 'int8' || output.type !== 'int8') layer.refuse('16-bit values');
    const depth = input.shape.at(-1)!;
    if (depth > LONGEST_ROW) layer.refuse(`rows longer than ${LONGEST_ROW}`);
    const { exponentials } = exponentialTable(scaleOf(site, input), site.options.beta);
    const end = exponentials.findIndex((value) => value < NEGLIGIBLE);
    const kept = exponentials.subarray(0, end === -1 ? exponentials.length : end);
    const table = layer.array('exponentials', 'int32_t', kept);
    const ends = `${layer.values(input)}, ${layer.values(output)}`;
    return `fettle_softmax(${ends}, ${input.count / depth}, ${depth}, ${table}, ${kept.length});`;
  },
};
