import type { FeedWindow } from '@fettle/board';
import { SECOND_MS } from '@fettle/kernel';
import type { RecordingOptions } from './recording';

/** The first windows of a snapshot, whole ones only, each at the time of its first sample. */
export function snapshotWindows(
  atMs: number,
  samples: Int16Array,
  { shape, windows }: Pick<RecordingOptions, 'shape' | 'windows'>,
): FeedWindow[] {
  const { samplesPerWindow, sampleRateHz } = shape;
  const count = Math.min(windows, Math.floor(samples.length / samplesPerWindow));
  return Array.from({ length: count }, (_, i) => ({
    timeMs: atMs + Math.round((i * samplesPerWindow * SECOND_MS) / sampleRateHz),
    samples: samples.slice(i * samplesPerWindow, (i + 1) * samplesPerWindow),
  }));
}

/** The last seconds of a recording without breaks that begins at 0 ms, each a snapshot; what is left at its end is not. */
export function windowsOfSeconds(
  samples: Int16Array,
  options: Pick<RecordingOptions, 'shape' | 'windows' | 'snapshots'>,
): FeedWindow[] {
  const { sampleRateHz } = options.shape;
  const seconds = Array.from({ length: Math.floor(samples.length / sampleRateHz) }, (_, second) => second);
  return seconds
    .slice(-options.snapshots)
    .flatMap((second) =>
      snapshotWindows(
        second * SECOND_MS,
        samples.subarray(second * sampleRateHz, (second + 1) * sampleRateHz),
        options,
      ),
    );
}
