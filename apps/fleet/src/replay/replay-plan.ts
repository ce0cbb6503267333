import { DAY_MS } from '@fettle/kernel';
import { openDataset, seriesRange, type DatasetOptions, type DatasetSeries } from '@fettle/datasets';

/** One machine that a replay needs: make an asset and a device of this type before playing it. */
export interface ReplayAsset {
  /** Unique within the plan. */
  readonly name: string;
  readonly assetTypeId: string;
  readonly series: DatasetSeries;
  /** The source's own times of the part that is played. */
  readonly fromMs: number;
  readonly toMs: number;
  readonly samples: number;
}

export interface ReplayPlan {
  readonly dataset: string;
  readonly assets: readonly ReplayAsset[];
}

export interface ReplayPlanOptions extends DatasetOptions {
  /** At most the last so many days of each series; default 120. */
  readonly days?: number;
}

const DEFAULT_DAYS = 120;
const DEFAULT_LIMIT = 10;
/** The streams of real machines and roads among NAB's. */
const NAB_MACHINES = ['machine_temperature', 'occupancy', 'speed'];

/**
 * What a replay of a public data set needs: its machines (ten at most unless told otherwise), their asset types and how
 * long they are. Throws what `openDataset` throws.
 */
export async function replayPlan(
  dataset: string,
  dataDir: string,
  options: ReplayPlanOptions = {},
): Promise<ReplayPlan> {
  const only = options.only ?? (dataset === 'nab' ? NAB_MACHINES : undefined);
  const chosen = await openDataset(dataset, dataDir, {
    limit: options.limit ?? DEFAULT_LIMIT,
    ...(only === undefined ? {} : { only }),
  });
  const assets: ReplayAsset[] = [];
  for (const series of chosen) {
    const range = await seriesRange(series);
    if (range === null) continue;
    const fromMs = Math.max(range.fromMs, range.toMs - (options.days ?? DEFAULT_DAYS) * DAY_MS);
    const { name, assetTypeId } = series;
    assets.push({
      name,
      assetTypeId,
      series,
      fromMs,
      toMs: range.toMs,
      samples: await samplesFrom(series, fromMs),
    });
  }
  return { dataset, assets };
}

async function samplesFrom(series: DatasetSeries, fromMs: number): Promise<number> {
  let count = 0;
  for await (const { tMs } of series.samples()) if (tMs >= fromMs) count += 1;
  return count;
}
