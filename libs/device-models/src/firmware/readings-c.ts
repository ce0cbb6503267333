import type { ReadingsInput } from '../program/program-spec';

/** The function that makes a model's input of readings: each brought to int8 by its own mean and factor. */
export function readingsInputC({ signals, standardise }: ReadingsInput): string {
  const { mean, multiplier, shift, zeroPoint } = standardise;
  const table = (type: string, name: string, values: readonly number[]): string =>
    `static const ${type} ${name}[] = {${values.join(', ')}};`;
  return `/* ${signals.join(', ')} */
${table('int32_t', 'MEANS', mean)}
${table('int16_t', 'MULTIPLIERS', multiplier)}
${table('int8_t', 'SHIFTS', shift)}

static void standardise(const int16_t *readings, int8_t *input)
{
  for (int32_t i = 0; i < ${signals.length}; i++) {
    const int64_t product = ((int64_t)readings[i] - MEANS[i]) * MULTIPLIERS[i];
    const int64_t scaled = ((product + ((int64_t)1 << (SHIFTS[i] - 1))) >> SHIFTS[i]) + (${zeroPoint});
    input[i] = (int8_t)(scaled < -128 ? -128 : scaled > 127 ? 127 : scaled);
  }
}
`;
}
