import { SECOND_MS } from '@fettle/kernel';
import { usageError } from '../../../../cli/run-command';
import { placesOf } from '../../boards/places';
import { assetTypeFor } from '../../named-device-model';
import type { RecordingOptions, RecordingSource } from '../recording';
import { snapshotWindows } from '../snapshot-windows';
import { SIMULATED_MACHINES } from './machines/registry';
import type { SimulatedMachine } from './simulated-machine';

/** Machines that are sound for half of the time, and then get worse until its end: the same in every run. */
export const simulatedRecording: RecordingSource = {
  id: 'simulated',
  async open(_, options) {
    const { model, assetType, seconds } = options;
    const machine = SIMULATED_MACHINES.find(({ signal }) => model.signals.includes(signal));
    if (machine === undefined)
      throw usageError(`nothing is simulated for ${model.id}, which takes ${model.signals.join(', ')}`);
    const type = assetTypeFor(model, assetType);
    const all = Array.from({ length: Math.max(1, Math.floor(seconds)) }, (_each, second) => second);
    const channels = placesOf(model, type).slice(0, options.channels);
    return {
      assetTypeId: type.id,
      title: `simulated ${type.label}`,
      channels: channels.map((place, at) => ({
        ...place,
        windows: all.flatMap((second) => {
          const wear = wearAt(second, all.length);
          return snapshotWindows(second * SECOND_MS, heard(machine, at, { second, wear }, options), options);
        }),
      })),
      failures: [],
    };
  },
};

/** 0 in the first half, then rising to 1 in the last second. */
function wearAt(second: number, seconds: number): number {
  const sound = Math.ceil(seconds / 2);
  return second < sound ? 0 : (second - sound + 1) / (seconds - sound);
}

/** As many windows of a second as are wanted and it has, one at least. */
function heard(
  { hear }: SimulatedMachine,
  machine: number,
  at: { readonly second: number; readonly wear: number },
  { shape, windows }: RecordingOptions,
): Int16Array {
  const { samplesPerWindow, sampleRateHz } = shape;
  const count = Math.max(1, Math.min(windows, Math.floor(sampleRateHz / samplesPerWindow)));
  return hear({ ...at, machine, shape, samples: count * samplesPerWindow });
}
