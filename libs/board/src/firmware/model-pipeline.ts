import { AppError } from '@fettle/kernel';
import { pipelineC, type PipelineSignal, type ProgrammedModel } from '@fettle/device-models';
import { loadTflite } from '@fettle/tinyml';

/** A signal of an asset type, as far as a device must know it. */
export interface PlacedSignal extends PipelineSignal {
  readonly name: string;
}

export interface PipelineModel {
  readonly model: ProgrammedModel;
  /** Of the asset type that the device is mounted on. */
  readonly signals: readonly PlacedSignal[];
  /** Where on the asset it is: what the signals of its place begin with, `bearing_1_` for instance; empty: nowhere in particular. */
  readonly place: string;
  readonly as: 'built-in' | { readonly testWindow: Int16Array };
}

/** The signal of a role at a place: `<place><role>` where the asset type has it, else `<role>`; undefined where it has neither. */
export function signalAtPlace(
  signals: readonly PlacedSignal[],
  place: string,
  role: string,
): PlacedSignal | undefined {
  const named = (name: string): PlacedSignal | undefined => signals.find((signal) => signal.name === name);
  return named(`${place}${role}`) ?? named(role);
}

/**
 * C of a device model for the firmware, its roles brought to an asset type's signals. `BOARD.BAD_VERSION` for a version that
 * is no whole number: packages count it in 32 bits. Throws what `pipelineC` throws.
 */
export function modelPipeline({
  model,
  signals,
  place,
  as,
}: PipelineModel): Readonly<Record<string, string>> {
  return pipelineC({
    name: model.name,
    version: modelVersion(model),
    program: model.program,
    model: loadTflite(model.tflite()),
    signalOf: (role) => signalAtPlace(signals, place, role),
    as,
  });
}

/** The model's version as images and packages count it. */
export function modelVersion({ name, version }: Pick<ProgrammedModel, 'name' | 'version'>): number {
  const number = Number(version);
  if (Number.isInteger(number) && number >= 0 && number < 2 ** 32) return number;
  throw new AppError('BOARD.BAD_VERSION', `${name}@${version}: packages have whole numbers as versions`);
}

/** Samples of the window that the model's program takes; readings for one that takes those. */
export function windowSamplesOf({ program: { input } }: Pick<ProgrammedModel, 'program'>): number {
  return input.kind === 'window' ? input.features.samplesPerWindow : input.signals.length;
}
