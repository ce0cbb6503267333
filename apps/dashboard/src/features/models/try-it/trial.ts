import {
  createDeviceProgram,
  DEVICE_MODELS,
  type DeviceProgramSpec,
  reconstructionError,
} from '@fettle/device-models';
import { standardise } from '@fettle/features';
import { AppError } from '@fettle/kernel';
import { createInterpreter, elementCount, loadTflite, type Tensor } from '@fettle/tinyml';
import type { DriverShare } from '../../../forecast/sentences';

/** What a model said of one window, or of one set of readings. */
export interface Verdict {
  /** The first score in real numbers; of a model without a program its greatest output. */
  readonly score: number;
  /** Null: there is no threshold. */
  readonly alarm: boolean | null;
  /** Outputs by class; empty where they are none. */
  readonly classes: readonly { readonly label: string; readonly share: number }[];
  /** What the score comes from, by input; empty where that cannot be told. */
  readonly drivers: readonly DriverShare[];
}

/** A model at work in this browser, from a fresh state. */
export interface Trial<V extends Int16Array | Float64Array> {
  /** Values that it takes at a time. */
  readonly inputSize: number;
  /** Score from which on it is an anomaly; null: none is known. */
  readonly threshold: number | null;
  readonly judge: (values: V) => Verdict;
}

/** What devices do around the model; null for one that did not come with the product. */
export function programOf(modelId: string): DeviceProgramSpec | null {
  return DEVICE_MODELS.find(({ id }) => id === modelId)?.program ?? null;
}

/** The device's own program: the integers are those that a device computes. */
export function openTrial(spec: DeviceProgramSpec, file: Uint8Array): Trial<Int16Array> {
  const program = createDeviceProgram(spec, loadTflite(file));
  const unit = 10 ** (program.formats[0]?.exponent ?? 0);
  const labels = spec.scores.flatMap((score) => (score.kind === 'class-label' ? score.labels : []));
  return {
    inputSize: program.inputSize,
    threshold: spec.threshold * unit,
    judge: (values) => {
      const { scores, output } = program.run(values);
      const classes = labels.map((label, i) => ({ label, share: ((output[i] ?? -128) + 128) / 256 }));
      return {
        score: scores[0]! * unit,
        alarm: scores[0]! >= spec.threshold,
        classes: classes.sort((a, b) => b.share - a.share),
        drivers: driversOf(spec, values, output),
      };
    },
  };
}

/** Each reading's share of what the model could not give back. */
function driversOf(spec: DeviceProgramSpec, values: Int16Array, output: Int8Array): DriverShare[] {
  const [score] = spec.scores;
  if (spec.input.kind !== 'readings' || score.kind !== 'reconstruction') return [];
  const { signals, standardise: by } = spec.input;
  const input = standardise(Int32Array.from(values), by, new Int8Array(signals.length));
  const errors = signals.map((_, i) =>
    reconstructionError(score, input.subarray(i, i + 1), output.subarray(i, i + 1)),
  );
  const whole = errors.reduce((sum, error) => sum + error, 0);
  if (whole === 0) return [];
  return signals
    .map((signal, i) => ({ signal, share: errors[i]! / whole }))
    .sort((a, b) => b.share - a.share);
}

/** The bare model on real numbers: rounded to its input's steps, its output as real numbers again. */
export function openBareTrial(file: Uint8Array): Trial<Float64Array> {
  const interpreter = createInterpreter(loadTflite(file), 'tflm');
  const [input, output] = [interpreter.inputs, interpreter.outputs].map((ends) => {
    const [end] = ends;
    if (ends.length !== 1 || end?.type !== 'int8')
      throw new AppError('TRIAL.NOT_INT8', 'only models with one int8 input and output can be tried here');
    return end;
  }) as [Tensor, Tensor];
  const [into, outOf] = [stepsOf(input), stepsOf(output)];
  const given = new Int8Array(elementCount(input.shape));
  return {
    inputSize: given.length,
    threshold: null,
    judge: (values) => {
      for (let i = 0; i < given.length; i++)
        given[i] = Math.max(-128, Math.min(127, Math.round(values[i]! / into.scale) + into.zeroPoint));
      const stored = interpreter.run([given])[0] as Int8Array;
      const shares = Array.from(stored, (value) => outOf.scale * (value - outOf.zeroPoint));
      const classes = shares.map((share, i) => ({ label: `output ${i + 1}`, share }));
      return {
        score: Math.max(...shares),
        alarm: null,
        classes: shares.length > 1 ? classes.sort((a, b) => b.share - a.share) : [],
        drivers: [],
      };
    },
  };
}

function stepsOf({ quantization }: Tensor): { scale: number; zeroPoint: number } {
  return { scale: quantization?.scales[0] ?? 1, zeroPoint: quantization?.zeroPoints[0] ?? 0 };
}
