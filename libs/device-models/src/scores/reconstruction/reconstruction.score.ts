import type { ScoreKind } from '../score-kind';

/**
 * How badly an autoencoder gives back its input: E / (E + half) in thousandths, where E is the sum of squared differences,
 * both sides brought to one scale by integers. Monotone, 0 for a perfect copy, 500 at `half`, below 1000 always.
 */
export interface ReconstructionScore {
  readonly kind: 'reconstruction';
  readonly role: string;
  readonly inputZeroPoint: number;
  readonly outputZeroPoint: number;
  /** What a step of the input, and of the output, is worth, in 64ths of the finer one; 1 to 4,096. */
  readonly inputStep: number;
  readonly outputStep: number;
  /** E at which the score is one half; 1 to 2^40. */
  readonly half: number;
}

const MOST_HALF = 2 ** 40;
const MOST_STEP = 4096;

export const reconstruction: ScoreKind<ReconstructionScore> = {
  format: () => ({ kind: 'probability', exponent: -3 }),
  fault: ({ inputStep, outputStep, half }, { input, output }) => {
    if (input !== output) return `${input} values in, ${output} out: nothing to compare`;
    const step = (value: number): boolean => Number.isInteger(value) && value >= 1 && value <= MOST_STEP;
    if (!step(inputStep) || !step(outputStep)) return `steps are from 1 to ${MOST_STEP}`;
    return Number.isInteger(half) && half >= 1 && half <= MOST_HALF ? null : 'half is from 1 to 2^40';
  },
  run: (spec, { input, output }) => {
    const error = reconstructionError(spec, input, output);
    return Math.floor((1000 * error) / (error + spec.half));
  },
  c: ({ inputZeroPoint, outputZeroPoint, inputStep, outputStep, half }, { input }) =>
    `reconstruction(input, output, ${input}, ${inputZeroPoint}, ${outputZeroPoint}, ${inputStep}, ${outputStep}, ${half}LL)`,
  functions: `/* E / (E + half) in thousandths: E is what the model could not give back. */
static int32_t reconstruction(const int8_t *input, const int8_t *output, int32_t count, int32_t input_zero,
                              int32_t output_zero, int32_t input_step, int32_t output_step, int64_t half)
{
  int64_t error = 0;
  for (int32_t i = 0; i < count; i++) {
    const int32_t difference = (input[i] - input_zero) * input_step - (output[i] - output_zero) * output_step;
    error += ((int64_t)difference * difference) >> 12;
  }
  return (int32_t)(1000 * error / (error + half));
}
`,
};

/** E of one inference: what `half` is chosen from. Exact: below 2^53 for up to 1,024 values of any steps. */
export function reconstructionError(
  spec: Pick<ReconstructionScore, 'inputZeroPoint' | 'outputZeroPoint' | 'inputStep' | 'outputStep'>,
  input: Int8Array,
  output: Int8Array,
): number {
  let error = 0;
  for (let i = 0; i < input.length; i++) {
    const difference =
      (input[i]! - spec.inputZeroPoint) * spec.inputStep -
      (output[i]! - spec.outputZeroPoint) * spec.outputStep;
    error += Math.floor((difference * difference) / 4096);
  }
  return error;
}

/** Steps for two scales: the finer one counts 64. `null` where one is more than 64 times the other. */
export function reconstructionSteps(
  inputScale: number,
  outputScale: number,
): { readonly inputStep: number; readonly outputStep: number } | null {
  const finer = Math.min(inputScale, outputScale);
  const [inputStep, outputStep] = [
    Math.round((64 * inputScale) / finer),
    Math.round((64 * outputScale) / finer),
  ];
  return Math.max(inputStep, outputStep) <= MOST_STEP ? { inputStep, outputStep } : null;
}
