import {
  createDeviceProgram,
  HeldReadings,
  modelOfAssetType,
  type DeviceProgram,
} from '@fettle/device-models';
import type { AssetType } from '@fettle/domains';
import { loadTflite } from '@fettle/tinyml';

/** A model at work, shared by all devices of an asset type: it keeps nothing from one set of readings to the next. */
interface SharedModel {
  readonly label: string;
  readonly program: DeviceProgram;
  readonly signals: readonly string[];
}

const shared = new Map<string, SharedModel | null>();

/**
 * The int8 model that comes with an asset type, on one simulated device: the scores that the device sends are what the
 * interpreter, and so a microcontroller, makes of its readings.
 */
export class OnboardModel {
  private readonly held: HeldReadings;

  private constructor(
    private readonly model: SharedModel,
    type: AssetType,
  ) {
    this.held = new HeldReadings(
      model.signals.map((name) => type.signals.find((signal) => signal.name === name)!),
    );
  }

  /** Null where no model comes with the type. */
  static of(type: AssetType): OnboardModel | null {
    if (!shared.has(type.id)) shared.set(type.id, sharedModel(type.id));
    const model = shared.get(type.id)!;
    return model === null ? null : new OnboardModel(model, type);
  }

  /** `name@version`, as a device says it. */
  get label(): string {
    return this.model.label;
  }

  /** Takes what was measured, and adds the scores by signal; none while a signal has not spoken yet. */
  addScores(readings: Readonly<Record<string, number>>): Readonly<Record<string, number>> {
    const values = this.held.take(readings);
    if (values === null) return readings;
    const { scores } = this.model.program.run(values);
    const { formats, spec } = this.model.program;
    const added = spec.scores.map(({ role }, i) => [role, scores[i]! * 10 ** formats[i]!.exponent] as const);
    return { ...readings, ...Object.fromEntries(added) };
  }

  /** Takes what was measured and computes nothing: to come to where a device has been before. */
  hold(readings: Readonly<Record<string, number>>): void {
    this.held.take(readings);
  }
}

function sharedModel(assetTypeId: string): SharedModel | null {
  const found = modelOfAssetType(assetTypeId);
  if (found?.program.input.kind !== 'readings') return null;
  return {
    label: `${found.name}@${found.version}`,
    program: createDeviceProgram(found.program, loadTflite(found.tflite())),
    signals: found.program.input.signals,
  };
}
