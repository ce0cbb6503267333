import type { ScoreKind } from '../score-kind';

/** Chance of some of a classifier's classes together, in thousandths, from an int8 softmax (scale 1/256, zero point -128). */
export interface ClassProbabilityScore {
  readonly kind: 'class-probability';
  readonly role: string;
  /** Indices into the output. */
  readonly classes: readonly number[];
}

export const classProbability: ScoreKind<ClassProbabilityScore> = {
  format: () => ({ kind: 'probability', exponent: -3 }),
  fault: ({ classes }, { output }) =>
    classes.length > 0 && classes.every((index) => Number.isInteger(index) && index >= 0 && index < output)
      ? null
      : `classes are from 0 to ${output - 1}, at least one`,
  run: ({ classes }, { output }) => {
    const sum = classes.reduce((total, index) => total + output[index]! + 128, 0);
    return Math.min(1000, Math.floor((sum * 1000 + 128) / 256));
  },
  c: ({ classes }) => {
    const terms = classes.map((index) => `output[${index}]`).join(' + ');
    return `thousandths(${terms} + ${128 * classes.length})`;
  },
  functions: `/* 256ths in thousandths, rounded; softmax may add up to a little more than one. */
static int32_t thousandths(int32_t sum)
{
  const int32_t value = (sum * 1000 + 128) / 256;
  return value > 1000 ? 1000 : value;
}
`,
};
