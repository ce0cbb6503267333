import type { ScoreKind } from '../score-kind';

/** The likeliest class's index; of equals the first. */
export interface ClassLabelScore {
  readonly kind: 'class-label';
  readonly role: string;
  /** Names, in the output's order. */
  readonly labels: readonly string[];
}

export const classLabel: ScoreKind<ClassLabelScore> = {
  format: () => ({ kind: 'label', exponent: 0 }),
  fault: ({ labels }, { output }) =>
    labels.length === output ? null : `${labels.length} labels for ${output} outputs`,
  run: (_, { output }) => output.indexOf(Math.max(...output)),
  c: (_, { output }) => `likeliest(output, ${output})`,
  functions: `/* Index of the greatest; of equals the first. */
static int32_t likeliest(const int8_t *output, int32_t count)
{
  int32_t best = 0;
  for (int32_t i = 1; i < count; i++) {
    best = output[i] > output[best] ? i : best;
  }
  return best;
}
`,
};
