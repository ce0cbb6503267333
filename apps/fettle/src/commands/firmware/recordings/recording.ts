import type { FeedWindow } from '@fettle/board';

/** One place on the machine that was recorded: what one board is mounted on. */
export interface RecordedChannel {
  /** As people call it. */
  readonly name: string;
  /** What the names of its signals begin with. */
  readonly place: string;
  readonly component: string;
  /** In the order of time, at the source's own times. */
  readonly windows: readonly FeedWindow[];
}

/** Raw samples of a machine, ready to be fed to boards. */
export interface Recording {
  readonly assetTypeId: string;
  readonly title: string;
  readonly sampleRateHz: number;
  /** Of a step of a sample, in the sensor's unit. */
  readonly unitsPerStep: number;
  /** Equally long. */
  readonly channels: readonly RecordedChannel[];
  /** Known ends, at the source's own time. */
  readonly failures: readonly { readonly component: string; readonly failureMs: number }[];
}

export interface RecordingOptions {
  /** Samples of a window. */
  readonly samples: number;
  /** Windows of each snapshot, from its beginning. */
  readonly windows: number;
  /** At most the last so many snapshots. */
  readonly snapshots: number;
}

/** A recording that boards can be fed with: a file of its own and a row in the registry. */
export interface RecordingSource {
  readonly id: string;
  /** Throws `DATA.MISSING` without its files. */
  open(dataDir: string, options: RecordingOptions): Promise<Recording>;
}
