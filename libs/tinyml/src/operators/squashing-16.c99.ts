import { SIGMOID_TABLE } from '../arithmetic/sigmoid-table';
import { TableStep } from '../arithmetic/squashing-16';

const ROW = 16;

function tableRows(): string {
  const rows = Array.from({ length: SIGMOID_TABLE.length / ROW }, (_, row) =>
    [...SIGMOID_TABLE.subarray(row * ROW, (row + 1) * ROW)].join(', '),
  );
  return rows.map((row) => `  ${row},\n`).join('');
}

/** Text of the runtime header: logistic and tanh of 16-bit values, mirrors of the functions in `arithmetic`. */
export const SQUASHING_16_C = `/* Sigmoid of i / 24 in 16 fractional bits, between whose entries 16-bit logistic and tanh are read. */
static const uint16_t fettle_sigmoid[256] = {
${tableRows()}};

/* The value in steps of 1 / 12288. */
static inline int32_t fettle_table_steps(int32_t value, int32_t multiplier, int32_t shift)
{
  return shift == 0 ? value * multiplier : (value * multiplier + ((int32_t)1 << (shift - 1))) >> shift;
}

/* 15 fractional bits. */
static inline int32_t fettle_logistic_16(int32_t value, int32_t multiplier, int32_t shift)
{
  const int32_t steps = fettle_table_steps(value, multiplier, shift);
  const int32_t magnitude = steps < 0 ? -steps : steps;
  const int32_t entry = magnitude >> 9;
  int32_t result = 0x7fff << 10;
  if (entry < 255) {
    const int32_t low = fettle_sigmoid[entry];
    result = low * 512 + (magnitude & 511) * (fettle_sigmoid[entry + 1] - low);
  }
  return (steps >= 0 ? result + 512 : 33554432 - result + 511) >> 10;
}

/* 2 sigmoid(2 x) - 1, 15 fractional bits. */
static inline int32_t fettle_tanh_16(int32_t value, int32_t multiplier, int32_t shift)
{
  const int32_t steps = fettle_table_steps(value, multiplier, shift);
  const int32_t magnitude = steps < 0 ? -steps : steps;
  const int32_t entry = magnitude >> 8;
  int32_t result = 0xffff << 8;
  if (entry < 255) {
    const int32_t low = fettle_sigmoid[entry];
    result = low * 256 + (magnitude & 255) * (fettle_sigmoid[entry + 1] - low);
  }
  return (steps >= 0 ? result - 8388608 + 128 : -result + 8388608 + 127) >> 8;
}
`;

/** The call for the stored `value`. */
export function squashing16C(name: 'logistic' | 'tanh', { multiplier, shift }: TableStep): string {
  return `fettle_${name}_16(value, ${multiplier}, ${shift})`;
}
