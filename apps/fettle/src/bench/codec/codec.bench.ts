import type { Bench } from '../bench';
import { BATCH_SAMPLES, runCodecBench, type CodecBenchResult } from './run-codec-bench';

/** `fettle bench codec`: frames beside general compressors and the codecs of the field, on the same batches. */
export const codecBench: Bench = {
  name: 'codec',
  description:
    'bytes a reading of frames beside gzip, brotli, CBOR, Gorilla and Sparkplug B, and coding speed',
  flags: [['--data <dir>', 'folder of the public data sets', process.env['FETTLE_DATA'] ?? '../shared/data']],
  async execute(options, { progress }) {
    const value = await runCodecBench({ dataDir: options['data']!, onProgress: progress });
    return { value, text: describe(value) };
  },
};

/** The tables as text: bytes a reading by codec, one table for each size of frame, then the rates. */
export function describe(result: CodecBenchResult): string {
  const million = (rate: number): string => `${(rate / 1e6).toFixed(1)} M readings/s`;
  const tables = BATCH_SAMPLES.map((samples) =>
    table(samples, result.bytesPerReadingBySamples[samples] ?? {}),
  );
  return [
    ...tables,
    `decode ${million(result.decodeReadingsPerSecond)}, encode ${million(result.encodeReadingsPerSecond)} (one thread, 60 samples of 5 signals)`,
    result.beatenBy.length === 0
      ? 'smaller than every rival on every series'
      : `not smallest: ${result.beatenBy.map(({ series, samples, rival }) => `${series} at ${samples} (${rival})`).join(', ')}`,
    ...(result.missing.length === 0 ? [] : [`NOT MEASURED, no such data: ${result.missing.join(', ')}`]),
  ].join('\n');
}

function table(samples: number, sizes: CodecBenchResult['bytesPerReading']): string {
  const codecs = Object.keys(Object.values(sizes)[0] ?? {});
  const line = (first: string, cells: readonly string[]): string =>
    first.padEnd(32) + cells.map((cell) => cell.padStart(17)).join('');
  const rows = Object.entries(sizes).map(([id, row]) =>
    line(
      id,
      codecs.map((codec) => row[codec]!.toFixed(3)),
    ),
  );
  return [`bytes a reading, ${samples} samples a frame`, line('', codecs), ...rows, ''].join('\n');
}
