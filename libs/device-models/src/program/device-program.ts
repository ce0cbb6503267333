import { AppError } from '@fettle/kernel';
import { createExtractor, standardise } from '@fettle/features';
import { createInterpreter, elementCount, type Model } from '@fettle/tinyml';
import { badProgram } from '../errors';
import type { ScoreFormat } from '../scores/score-kind';
import { scoreKind, type ScoreSpec } from '../scores/registry';
import type { DeviceProgramSpec, FeatureReport } from './program-spec';

/** What one window, or one set of readings, came to: the integers that a device puts into its frames. */
export interface DeviceResult {
  /** In the order of the program's scores. */
  readonly scores: readonly number[];
  /** In the order of its reports. */
  readonly reports: readonly number[];
  /** The model's output as it is stored. */
  readonly output: Int8Array;
}

/** A device's program at work: the same integers, in the same order of steps, as the C that is generated from it. */
export interface DeviceProgram {
  readonly spec: DeviceProgramSpec;
  /** Samples of a window, or readings of a set. */
  readonly inputSize: number;
  readonly formats: readonly ScoreFormat[];
  /** `DEVICE_MODEL.BAD_INPUT` for another number of values. Recurrent models keep their state from call to call. */
  run(values: Int16Array): DeviceResult;
}

/** Checks the spec against the model and makes the program; `DEVICE_MODEL.BAD_PROGRAM` says what does not fit. */
export function createDeviceProgram(spec: DeviceProgramSpec, model: Model): DeviceProgram {
  const interpreter = createInterpreter(model, 'tflm');
  const [input, output] = [interpreter.inputs, interpreter.outputs].map((ends) => {
    if (ends.length !== 1 || ends[0]!.type !== 'int8')
      throw badProgram('the model has one int8 input and output');
    return elementCount(ends[0]!.shape);
  }) as [number, number];
  const front = frontEnd(spec);
  if (front.size !== input) throw badProgram(`${front.size} values for an input of ${input}`);
  const kinds = spec.scores.map((score) => kindOf(score, { input, output }));
  const reportOf = spec.reports.map((report) => ({ report, at: front.names.indexOf(report.feature) }));
  for (const { report, at } of reportOf) if (at < 0) throw badProgram(`no feature ${report.feature}`);
  return {
    spec,
    inputSize: front.inputSize,
    formats: spec.scores.map((score, i) => kinds[i]!.format(score)),
    run: (values) => {
      if (values.length !== front.inputSize) {
        throw new AppError(
          'DEVICE_MODEL.BAD_INPUT',
          `${values.length} values; ${front.inputSize} are expected`,
        );
      }
      const features = front.features(values);
      const given = standardise(features, front.standardise, new Int8Array(input));
      const result = (interpreter.run([given])[0] as Int8Array).slice();
      return {
        scores: spec.scores.map((score, i) => kinds[i]!.run(score, { input: given, output: result })),
        reports: reportOf.map(({ report, at }) => reported(report, features[at]!)),
        output: result,
      };
    },
  };
}

function kindOf(score: ScoreSpec, sizes: { readonly input: number; readonly output: number }) {
  const kind = scoreKind(score);
  if (kind === undefined) throw badProgram(`no score of the kind ${score.kind}`);
  const fault = kind.fault(score, sizes);
  if (fault !== null) throw badProgram(`${score.kind}: ${fault}`);
  return kind;
}

/** A feature's integer as its signal's: halves up, as a right shift in C rounds. */
function reported({ multiplier, shift }: FeatureReport, value: number): number {
  return Number((BigInt(value) * BigInt(multiplier) + (1n << BigInt(shift - 1))) >> BigInt(shift));
}

function frontEnd({ input, reports }: DeviceProgramSpec) {
  if (input.kind === 'readings') {
    if (reports.length > 0) throw badProgram('readings are reported as they are');
    const { signals, standardise: by } = input;
    const features = (values: Int16Array): Int32Array => Int32Array.from(values);
    return { inputSize: signals.length, size: signals.length, names: signals, standardise: by, features };
  }
  if (input.features.standardise === undefined)
    throw badProgram('the features do not say how to standardise');
  if (input.features.input !== undefined) throw badProgram('windows hold samples of 16 bits');
  const { names, size, run } = createExtractor(input.features);
  const inputSize = input.features.samplesPerWindow;
  return { inputSize, size, names, standardise: input.features.standardise, features: run };
}
