import { AppError } from '@fettle/kernel';
import { airquality } from './airquality/airquality';
import { azure } from './azure/azure';
import { cmapss } from './cmapss/cmapss';
import { greenhouse } from './greenhouse/greenhouse';
import { hydraulic } from './hydraulic/hydraulic';
import { ims, imsFirstTest } from './ims/ims';
import { nab } from './nab/nab';
import type { Dataset, DatasetOptions, DatasetSeries, Sample } from './series';
import { skab } from './skab/skab';
import { traffic } from './traffic/traffic';

/** Every public data set that can be read. A new one is a folder beside this file and a row here. */
export const DATASETS: readonly Dataset[] = [
  nab,
  cmapss,
  ims,
  imsFirstTest,
  greenhouse,
  traffic,
  airquality,
  skab,
  azure,
  hydraulic,
];

/**
 * The series of a data set below `dataDir`, in its own order. Throws `DATA.UNKNOWN` for an id that is not in
 * {@link DATASETS}, `DATA.MISSING` when files are absent, `DATA.NOTHING_SELECTED` when `only` fits no series.
 */
export async function openDataset(
  id: string,
  dataDir: string,
  options: DatasetOptions = {},
): Promise<readonly DatasetSeries[]> {
  const dataset = DATASETS.find((known) => known.id === id);
  if (dataset === undefined) {
    const known = DATASETS.map((each) => each.id).join(', ');
    throw new AppError('DATA.UNKNOWN', `no data set "${id}"; known: ${known}`, { details: { id } });
  }
  const { only, limit } = options;
  const chosen = (await dataset.open(dataDir)).filter(
    ({ name }) => only === undefined || only.some((part) => name.includes(part)),
  );
  if (chosen.length === 0) {
    throw new AppError(
      'DATA.NOTHING_SELECTED',
      `no series of "${id}" is called like ${only?.join(' or ') ?? 'that'}`,
    );
  }
  return chosen.slice(0, limit ?? chosen.length);
}

/** Event times of a series' first and last sample and how many there are; reads it once. Null when it is empty. */
export async function seriesRange(
  series: DatasetSeries,
): Promise<{ readonly fromMs: number; readonly toMs: number; readonly count: number } | null> {
  let first: Sample | undefined;
  let last: Sample | undefined;
  let count = 0;
  for await (const sample of series.samples()) {
    first ??= sample;
    last = sample;
    count += 1;
  }
  return first === undefined || last === undefined ? null : { fromMs: first.tMs, toMs: last.tMs, count };
}
