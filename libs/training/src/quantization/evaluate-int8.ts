import { ArithmeticName, createInterpreter, Model, Tensor } from '@fettle/tinyml';
import { countSamples } from '../network/shapes';
import { dequantizeValues, quantizeValues, Step } from './values';

export interface EvaluationOptions {
  /** Runs that make up one sample, state carried over between them: steps of a series for a streaming model. 1 unless given. */
  readonly runsPerSample?: number;
  /** `tflm` unless given: what a device computes. */
  readonly arithmetic?: ArithmeticName;
}

/**
 * The model's outputs in real numbers for real inputs, sample after sample, each from state at rest: quantised, run through
 * the interpreter, and dequantised; the last run's output of each sample. `TRAINING.BAD_SHAPE` where inputs do not
 * divide into samples.
 */
export function evaluateInt8(
  model: Model,
  inputs: Float32Array,
  { runsPerSample = 1, arithmetic = 'tflm' }: EvaluationOptions = {},
): Float32Array {
  const interpreter = createInterpreter(model, arithmetic);
  const [input, output] = [interpreter.inputs[0]!, interpreter.outputs[0]!];
  const stored = new Int8Array(elementsOf(input));
  const count = countSamples(inputs, stored.length * runsPerSample);
  const outputs = new Float32Array(count * elementsOf(output));
  const [from, to] = [stepOf(input), stepOf(output)];
  for (let run = 0; run < count * runsPerSample; run++) {
    if (run % runsPerSample === 0) interpreter.reset();
    quantizeValues(inputs.subarray(run * stored.length, (run + 1) * stored.length), from, stored);
    const [result] = interpreter.run([stored]) as [Int8Array];
    const sample = Math.floor(run / runsPerSample) * result.length;
    dequantizeValues(result, to, outputs.subarray(sample, sample + result.length));
  }
  return outputs;
}

/** The one step of a model's input or output. */
export function stepOf({ quantization }: Tensor): Step {
  return { scale: quantization!.scales[0]!, zeroPoint: quantization!.zeroPoints[0]! };
}

function elementsOf({ shape }: Tensor): number {
  return shape.reduce((product, extent) => product * extent, 1);
}
