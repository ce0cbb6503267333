import { CBackEnd } from '../operator';
import { scaleOf } from '../quantized';
import { WITHIN_C } from '../c-clamping';
import { ARENA_TYPES, ARENA_TYPES_C } from '../c-types';
import { makeTables, softmax16Factor } from './softmax-16';
import { exponentialTable } from './softmax-8';

type SoftmaxOptions = { readonly beta: number };

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

/** From 8 bits to 8 or 16: outputs have `bits` of fraction, and begin at the least value of their type. */
const softmaxText = (type: string, bits: 8 | 16): string => {
  const half = 2 ** (bits - 1);
  return `/* exponentials[d] is exp of d steps below the row's greatest value; from count on they add nothing to any result. */
static inline void fettle_softmax_${bits}(const int8_t *x, ${type} *y, int32_t rows, int32_t depth,
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
      const int32_t share = below < count${bits === 8 ? ' && zeros >= 4' : ''}
          ? fettle_rounding_shift(fettle_high_multiply(digits, exponentials[below]), ${43 - bits} - zeros)
          : 0;
      y[i] = (${type})fettle_within(share - ${half}, -${half}, ${half - 1});
    }
  }
}
`;
};

const SOFTMAX_WIDE_C = `/* Between two entries of a table of 513 over all 16-bit values. */
static inline int32_t fettle_interpolate(const int16_t *table, int32_t value)
{
  const int16_t *entry = table + 256 + (value >> 7);
  return entry[0] + (((entry[1] - entry[0]) * (value & 127) + 64) >> 7);
}

/* From 16 bits to 16: exponentials from -10 to 0, reciprocals of 1 + x from 0 to 1; y may be x. */
static inline void fettle_softmax_wide(const fettle_int16 *x, fettle_int16 *y, int32_t rows, int32_t depth,
                                       int32_t multiplier, int32_t shift,
                                       const int16_t *exponentials, const int16_t *reciprocals)
{
  for (int32_t row = 0; row < rows; row++, x += depth, y += depth) {
    int32_t greatest = -32768;
    for (int32_t i = 0; i < depth; i++) {
      greatest = x[i] > greatest ? x[i] : greatest;
    }
    int32_t sum = 0;
    for (int32_t i = 0; i < depth; i++) {
      const int32_t scaled = fettle_rescale(x[i] - greatest, multiplier, shift);
      y[i] = (fettle_int16)fettle_interpolate(exponentials, fettle_within(scaled, -65535, 0) + 32767);
      sum += y[i];
    }
    int32_t headroom = 1;
    while (((uint32_t)sum << headroom & 0x80000000u) == 0u) {
      headroom++;
    }
    const int32_t shifted = (int32_t)((((int64_t)sum << (headroom - 1)) + 8192) >> 14) - 98304;
    const int32_t reciprocal = fettle_interpolate(reciprocals, fettle_within(shifted, -32768, 32767));
    const int32_t right = 31 - headroom;
    for (int32_t i = 0; i < depth; i++) {
      y[i] = (fettle_int16)fettle_within((y[i] * reciprocal + (1 << (right - 1))) >> right, 0, 32767);
    }
  }
}
`;

/** Less than half of the sum's last bit, and with at least 14 bits shifted out, of the output's. */
const NEGLIGIBLE = 2 ** 11;

/** One more value and the sum of exponentials, 2^19 each at most, could pass 31 bits. */
const LONGEST_ROW = 4095;

export const softmaxC: CBackEnd<SoftmaxOptions> = {
  functions: [
    ARENA_TYPES_C,
    WITHIN_C,
    RECIPROCAL_C,
    softmaxText(ARENA_TYPES.int8, 8),
    softmaxText(ARENA_TYPES.int16, 16),
    SOFTMAX_WIDE_C,
  ],
  emit: (site, layer) => {
    const [input, output] = [site.input(0), site.output(0)];
    const depth = input.shape.at(-1)!;
    if (depth > LONGEST_ROW) layer.refuse(`rows longer than ${LONGEST_ROW}`);
    const operands = `${layer.values(input)}, ${layer.values(output)}, ${input.count / depth}, ${depth}`;
    if (input.type === 'int16') {
      const { exp, reciprocal } = makeTables(site.arithmetic);
      const { multiplier, shift } = softmax16Factor(scaleOf(site, input) * site.options.beta);
      const tables = [
        layer.array('exponentials', 'int16_t', exp),
        layer.array('reciprocals', 'int16_t', reciprocal),
      ];
      return `fettle_softmax_wide(${operands}, ${multiplier}, ${shift}, ${tables.join(', ')});`;
    }
    const { exponentials } = exponentialTable(scaleOf(site, input), site.options.beta);
    const end = exponentials.findIndex((value) => value < NEGLIGIBLE);
    const kept = exponentials.subarray(0, end === -1 ? exponentials.length : end);
    const table = layer.array('exponentials', 'int32_t', kept);
    return `fettle_softmax_${output.type === 'int8' ? 8 : 16}(${operands}, ${table}, ${kept.length});`;
  },
};
