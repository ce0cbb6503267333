import type { FeedWindow } from '@fettle/board';
import type { ProgrammedModel } from '@fettle/device-models';
import type { FeatureSpec } from '@fettle/features';

/** One place on the machine that was recorded: what one board is mounted on. */
export interface RecordedChannel {
  /** As people call it. */
  readonly name: string;
  /** What the names of its signals begin with. */
  readonly place: string;
  readonly component: string | null;
  /** In the order of time, at the source's own times; samples are those of the model's sensor. */
  readonly windows: readonly FeedWindow[];
}

/** Raw samples of a machine, ready to be fed to boards. */
export interface Recording {
  readonly assetTypeId: string;
  readonly title: string;
  /** Equally long. */
  readonly channels: readonly RecordedChannel[];
  /** Known ends, at the source's own time. */
  readonly failures: readonly { readonly component: string; readonly failureMs: number }[];
}

export interface RecordingOptions {
  readonly model: ProgrammedModel;
  /** What the model takes: length, rate and scale of its windows. */
  readonly shape: WindowShape;
  /** Windows of each snapshot, from its beginning; a snapshot of a recording without breaks is a second of it. */
  readonly windows: number;
  /** At most the last so many snapshots. */
  readonly snapshots: number;
  /** Channels that are looked at. */
  readonly channels: number;
  /** Of what is simulated. */
  readonly seconds: number;
  /** What it is mounted on, where the recording does not say; absent: the model's first. */
  readonly assetType?: string;
}

/** Length, rate and scale of the windows that a model takes. */
export type WindowShape = Pick<FeatureSpec, 'samplesPerWindow' | 'sampleRateHz' | 'scale'>;

/** A recording that boards can be fed with: a file of its own and a row in the registry. */
export interface RecordingSource {
  readonly id: string;
  /** Throws `DATA.MISSING` without its files, and wrong usage for a model that it has nothing for. */
  open(dataDir: string, options: RecordingOptions): Promise<Recording>;
}
