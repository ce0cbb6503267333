import { IMS_RAW, readImsSnapshots } from '@fettle/datasets';
import { deviceSamples } from '@fettle/model-recipes';
import type { RecordingSource } from './recording';
import { snapshotWindows } from './snapshot-windows';

const BEARINGS = [1, 2, 3, 4] as const;
/** Steps: a rig that is quieter, by the mean of its first bearing's magnitudes, has been switched off. */
const RUNNING_FROM = 20;

/** IMS bearings, test 2, its raw snapshots: seven days to the outer-race failure of bearing 1. */
export const imsRecording: RecordingSource = {
  id: 'ims',
  async open(dataDir, options) {
    const running = (await readImsSnapshots(dataDir)).filter(({ channels }) => isRunning(channels[0]));
    const snapshots = running.slice(-options.snapshots);
    return {
      assetTypeId: 'wind.bearing_rig',
      title: 'NASA/IMS bearings, test 2',
      channels: BEARINGS.slice(0, options.channels).map((bearing) => ({
        name: `Bearing ${bearing}`,
        component: `bearing_${bearing}`,
        place: `bearing_${bearing}_`,
        windows: snapshots.flatMap(({ atMs, channels }) => {
          const recorded = { ...IMS_RAW, samples: channels[bearing - 1]! };
          return snapshotWindows(atMs, deviceSamples(recorded, options.shape), options);
        }),
      })),
      failures: [{ component: 'bearing_1', failureMs: IMS_RAW.failureMs }],
    };
  },
};

function isRunning(samples: Int16Array): boolean {
  return samples.reduce((sum, sample) => sum + Math.abs(sample), 0) >= RUNNING_FROM * samples.length;
}
