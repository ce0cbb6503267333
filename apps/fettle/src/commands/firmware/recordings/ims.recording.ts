import { IMS_RAW, type ImsSnapshot, readImsSnapshots } from '@fettle/datasets';
import { SECOND_MS } from '@fettle/kernel';
import type { FeedWindow } from '@fettle/board';
import type { RecordingOptions, RecordingSource } from './recording';

const BEARINGS = [1, 2, 3, 4] as const;
/** Steps: a rig that is quieter, by the mean of its first bearing's magnitudes, has been switched off. */
const RUNNING_FROM = 20;

/** IMS bearings, test 2, its raw snapshots: seven days to the outer-race failure of bearing 1. */
export const imsRecording: RecordingSource = {
  id: 'ims',
  async open(dataDir, options) {
    const running = (await readImsSnapshots(dataDir)).filter(({ channels }) => isRunning(channels[0]));
    const snapshots = running.slice(-options.snapshots);
    const { sampleRateHz, scale, failureMs } = IMS_RAW;
    return {
      assetTypeId: 'wind.bearing_rig',
      title: 'NASA/IMS bearings, test 2',
      sampleRateHz,
      unitsPerStep: scale,
      channels: BEARINGS.map((bearing) => ({
        name: `Bearing ${bearing}`,
        component: `bearing_${bearing}`,
        place: `bearing_${bearing}_`,
        windows: snapshots.flatMap((snapshot) => windowsOf(snapshot, bearing - 1, options)),
      })),
      failures: [{ component: 'bearing_1', failureMs }],
    };
  },
};

function isRunning(samples: Int16Array): boolean {
  return samples.reduce((sum, sample) => sum + Math.abs(sample), 0) >= RUNNING_FROM * samples.length;
}

function windowsOf(
  { atMs, channels }: ImsSnapshot,
  channel: number,
  { samples, windows }: RecordingOptions,
): FeedWindow[] {
  const recorded = channels[channel]!;
  const count = Math.min(windows, Math.floor(recorded.length / samples));
  return Array.from({ length: count }, (_, i) => ({
    timeMs: atMs + Math.round((i * samples * SECOND_MS) / IMS_RAW.sampleRateHz),
    samples: recorded.slice(i * samples, (i + 1) * samples),
  }));
}
