import { readCwru } from '@fettle/datasets';
import { deviceSamples, keptBackFaults } from '@fettle/model-recipes';
import type { RecordingSource } from './recording';
import { windowsOfSeconds } from './snapshot-windows';

/**
 * Case Western Reserve bearings, for evaluation: a healthy one, and one of each damaged part, of recordings that the shipped
 * `bearing-fault` has learnt nothing from.
 */
export const cwruRecording: RecordingSource = {
  id: 'cwru',
  async open(dataDir, options) {
    const faults = keptBackFaults(await readCwru(dataDir)).slice(0, options.channels);
    const windows = faults.map((recorded) =>
      windowsOfSeconds(deviceSamples(recorded, options.shape), options),
    );
    const shortest = Math.min(...windows.map(({ length }) => length));
    return {
      assetTypeId: 'wind.bearing_rig',
      title: 'Case Western Reserve bearings',
      channels: faults.map(({ name }, i) => ({
        name: `Bearing ${i + 1} (${name})`,
        component: `bearing_${i + 1}`,
        place: `bearing_${i + 1}_`,
        windows: windows[i]!.slice(0, shortest),
      })),
      failures: [],
    };
  },
};
