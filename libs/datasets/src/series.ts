/** All signals of one machine at one event time; a missing key is a missing reading. */
export interface Sample {
  /** Event time, UTC milliseconds; local times of a source are read as if they were UTC. */
  readonly tMs: number;
  /** By the asset type's signal name, in its declared unit. */
  readonly values: Readonly<Record<string, number>>;
}

/** A failure that is known to have happened. */
export interface KnownFailure {
  readonly component: string;
  readonly failureMs: number;
  readonly what: string;
}

/** One recorded machine of a public data set. */
export interface DatasetSeries {
  /** Unique within the data set. */
  readonly name: string;
  /** An asset type of the domain packs. */
  readonly assetTypeId: string;
  readonly signals: readonly string[];
  readonly failures: readonly KnownFailure[];
  /** Stretches that the source labels as anomalous, [fromMs, toMs]. */
  readonly anomalies: readonly { readonly fromMs: number; readonly toMs: number }[];
  /** Reads from the beginning on every call; times strictly rise. Holds a few lines at a time. */
  samples(): AsyncIterable<Sample>;
}

export interface DatasetOptions {
  /** Only series whose name contains one of these. */
  readonly only?: readonly string[];
  /** At most so many series, in the source's order. */
  readonly limit?: number;
}

/** A public data set: where it lies below the data folder and how it becomes series of asset types. */
export interface Dataset {
  readonly id: string;
  readonly label: string;
  /** Where a user finds the original. */
  readonly source: string;
  /** Throws `DATA.MISSING` when its folder or a file is absent, `DATA.MALFORMED` when a header is not as expected. */
  open(dataDir: string): Promise<readonly DatasetSeries[]>;
}
