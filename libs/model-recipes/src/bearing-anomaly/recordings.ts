import { IMS_RAW, type ImsSnapshot } from '@fettle/datasets';
import { createExtractor, type FeatureSpec } from '@fettle/features';
import { HOUR_MS } from '@fettle/kernel';
import { windowsOf } from '../vibration/windows';

/** One bearing, 1 to 4, at one time. */
export interface BearingRecording {
  readonly bearing: number;
  readonly atMs: number;
  readonly hoursLeft: number;
  readonly samples: Int16Array;
}

/** Steps; below this on every bearing the rig has been switched off. */
const RUNNING_FROM = 20;

/** The bearings of all snapshots in which the rig ran, oldest first. */
export function runningRecordings(snapshots: readonly ImsSnapshot[]): BearingRecording[] {
  return snapshots
    .filter(({ channels }) => channels.some((samples) => meanAbsolute(samples) >= RUNNING_FROM))
    .flatMap(({ atMs, channels }) =>
      channels.map((samples, i) => ({
        ...{ bearing: i + 1, atMs, samples },
        hoursLeft: (IMS_RAW.failureMs - atMs) / HOUR_MS,
      })),
    );
}

/** The values of a recording's windows, which overlap by half: twice the rows to learn from. */
export function overlappingRows(
  recordings: readonly BearingRecording[],
  features: FeatureSpec,
): Int32Array[][] {
  const { run } = createExtractor(features);
  const { samplesPerWindow } = features;
  return recordings.map(({ samples }) =>
    windowsOf(samples, samplesPerWindow, samplesPerWindow / 2).map((window) => run(window)),
  );
}

function meanAbsolute(samples: Int16Array): number {
  let sum = 0;
  for (const sample of samples) sum += Math.abs(sample);
  return sum / samples.length;
}
