import { encodeFrame } from '@fettle/frame';
import { readingsOf, type Batch } from './batch';
import { batchesOf } from './batches';
import { decodeSpeed, encodeSpeed, frameOf } from './codec-speed';
import { residualEntropyBits } from './residual-entropy';
import { RIVALS } from './rivals/registry';
import { CODEC_SOURCES } from './sources/registry';
import type { CodecSeries } from './sources/series';

/** Samples a frame; the middle one is what {@link CodecBenchResult.bytesPerReading} shows. */
export const BATCH_SAMPLES = [12, 60, 240] as const;
const SHOWN = 60;
/** Batches of a data set and size at most, spread over its series. */
const MOST_BATCHES = 120;
/** The data set whose frames are decoded and encoded for the rates: 60 samples of 5 signals. */
const SPEED_SOURCE = 'simulated-rail.car-5-signals';
const SPEED_BATCHES = 40;
const SPEED_RUN_MS = 300;
/** Runs for the other data sets' rates, which are there to show what slows decoding. */
const SIDE_RUN_MS = 40;

/** Bytes a reading, times included, by codec; `entropy` is that of the residuals alone, without times and headers. */
export type Sizes = Readonly<Record<string, number>>;

/** What `fettle bench codec` prints. */
export interface CodecBenchResult {
  /** By data set, frames of 60 samples. */
  readonly bytesPerReading: Readonly<Record<string, Sizes>>;
  /** The same for every size of frame: samples, data set. */
  readonly bytesPerReadingBySamples: Readonly<Record<string, Readonly<Record<string, Sizes>>>>;
  /** Fettle's size over the smallest rival's, by data set, 60 samples; below 1 Fettle is smaller. */
  readonly ratioToBestRival: Readonly<Record<string, number>>;
  /** Series at a size of frame for which a rival was smaller: meant to be empty. */
  readonly beatenBy: readonly { readonly series: string; readonly samples: number; readonly rival: string }[];
  /** Readings a second of processor time, frames of 60 samples of 5 signals, typed arrays out; medians of 5 runs. */
  readonly decodeReadingsPerSecond: number;
  readonly encodeReadingsPerSecond: number;
  /** By data set, frames of 60 samples. */
  readonly decodeReadingsPerSecondByDataset: Readonly<Record<string, number>>;
  /** Data sets whose files are not there. */
  readonly missing: readonly string[];
}

/** Where the data is, what to measure, and who hears how far it got. */
export interface CodecBenchOptions {
  readonly dataDir: string;
  readonly onProgress?: (line: string) => void;
  /** Data sets, all when absent. */
  readonly only?: readonly string[];
  /** Batches of a data set at most. */
  readonly mostBatches?: number;
  /** Series of a data set at most, spread over it; all when absent. */
  readonly mostSeries?: number;
}

interface Measured {
  readonly sizes: Sizes;
  readonly beatenBy: CodecBenchResult['beatenBy'];
}

/** Sizes against every rival on the same batches, and speed. Reads the public data below `dataDir` once each. */
export async function runCodecBench(options: CodecBenchOptions): Promise<CodecBenchResult> {
  const most = options.mostBatches ?? MOST_BATCHES;
  const bySamples: Record<string, Record<string, Sizes>> = {};
  const decode: Record<string, number> = {};
  let encode = Number.NaN;
  const beatenBy: CodecBenchResult['beatenBy'][number][] = [];
  const missing: string[] = [];
  for (const source of CODEC_SOURCES.filter(({ id }) => options.only?.includes(id) ?? true)) {
    const series = spreadOver(source.load(options.dataDir), options.mostSeries ?? Infinity);
    if (series.length === 0) missing.push(source.id);
    if (series.length === 0) continue;
    for (const samples of BATCH_SAMPLES) {
      const measured = measure(series, samples, most);
      (bySamples[samples] ??= {})[source.id] = measured.sizes;
      beatenBy.push(...measured.beatenBy);
      await new Promise(setImmediate);
    }
    const frames = spread(series, SHOWN, SPEED_BATCHES).flatMap(({ batches }) => batches);
    if (source.id === SPEED_SOURCE) encode = encodeSpeed(frames);
    decode[source.id] = decodeSpeed(frames, source.id === SPEED_SOURCE ? SPEED_RUN_MS : SIDE_RUN_MS);
    options.onProgress?.(`${source.id}: ${describe(bySamples[SHOWN]![source.id]!)}`);
  }
  const shown = bySamples[SHOWN] ?? {};
  return {
    bytesPerReading: shown,
    bytesPerReadingBySamples: bySamples,
    ratioToBestRival: mapValues(shown, ratioToBestRival),
    beatenBy,
    decodeReadingsPerSecond: decode[SPEED_SOURCE] ?? Number.NaN,
    encodeReadingsPerSecond: encode,
    decodeReadingsPerSecondByDataset: decode,
    missing,
  };
}

/** At most so many of a list, evenly spread. */
function spreadOver<Item>(items: readonly Item[], most: number): readonly Item[] {
  const step = Math.max(1, items.length / most);
  return items.filter((_, i) => Math.floor(i / step) !== Math.floor((i - 1) / step));
}

function mapValues<From, To>(
  record: Readonly<Record<string, From>>,
  to: (value: From) => To,
): Record<string, To> {
  return Object.fromEntries(Object.entries(record).map(([key, value]) => [key, to(value)]));
}

/** Batches of each series, at least one of each that is long enough, about `most` in all. */
function spread(
  series: readonly CodecSeries[],
  samples: number,
  most: number,
): { name: string; batches: Batch[] }[] {
  const each = Math.max(1, Math.floor(most / series.length));
  return series
    .map((one) => ({ name: one.name, batches: batchesOf(one, samples, each) }))
    .filter(({ batches }) => batches.length > 0);
}

function measure(series: readonly CodecSeries[], samples: number, most: number): Measured {
  const totals: Record<string, number> = {};
  const beatenBy: { series: string; samples: number; rival: string }[] = [];
  let readings = 0;
  for (const { name, batches } of spread(series, samples, most)) {
    const bytes: Record<string, number> = { fettle: 0 };
    batches.forEach((batch, i) => (bytes['fettle']! += encodeFrame(frameOf(batch, 5_000 + i)).length));
    for (const rival of RIVALS)
      bytes[rival.name] = batches.reduce((sum, batch) => sum + rival.encode(batch).length, 0);
    for (const rival of RIVALS)
      if (bytes[rival.name]! <= bytes['fettle']!) beatenBy.push({ series: name, samples, rival: rival.name });
    bytes['entropy'] = residualEntropyBits(batches) / 8;
    for (const [codec, size] of Object.entries(bytes)) totals[codec] = (totals[codec] ?? 0) + size;
    readings += batches.reduce((sum, batch) => sum + readingsOf(batch), 0);
  }
  return { sizes: mapValues(totals, (size) => size / readings), beatenBy };
}

function ratioToBestRival(sizes: Sizes): number {
  return sizes['fettle']! / Math.min(...RIVALS.map(({ name }) => sizes[name]!));
}

function describe(sizes: Sizes): string {
  return Object.entries(sizes)
    .map(([codec, size]) => `${codec} ${size.toFixed(3)}`)
    .join(', ');
}
