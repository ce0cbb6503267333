import { CPart } from '../c/c-part';
import { BIT_LENGTH_C } from './integers.c99';
import { LOG2_TABLE } from './log2';

const TABLE_ROWS = [0, 11, 22].map((from) => `  ${LOG2_TABLE.slice(from, from + 11).join(', ')}`);

export const LOG2_C: CPart = {
  uses: [BIT_LENGTH_C],
  text: `static const uint16_t fettle_log2_table[33] = {
${TABLE_ROWS.join(',\n')}
};

/* Base-2 logarithm, 10 fractional bits; 0 for 0. */
static inline int32_t fettle_log2(uint64_t value)
{
  if (value < 2) {
    return 0;
  }
  const int32_t whole = fettle_bit_length(value) - 1;
  const uint32_t fraction = (uint32_t)(whole > 16 ? value >> (whole - 16) : value << (16 - whole)) - 65536u;
  const uint16_t *at = &fettle_log2_table[fraction >> 11];
  const uint32_t between = ((uint32_t)(at[1] - at[0]) * (fraction & 2047u)) >> 11;
  return whole * 1024 + (int32_t)((at[0] + between + 16u) >> 5);
}
`,
};
