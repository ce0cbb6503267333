import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { runCodecBench, type CodecBenchResult } from '../../../apps/fettle/src/bench/codec/run-codec-bench';
import { CODEC_SOURCES } from '../../../apps/fettle/src/bench/codec/sources/registry';

const DATA = process.env['FETTLE_DATA'] ?? join(__dirname, '../../../../shared/data');
const FEW_SIGNALS = /^simulated-.*-5-signals$/;
const SLICE = 2;

describe('bench codec, a slice', () => {
  const hasData = existsSync(DATA);
  if (!hasData) console.warn(`SKIPPED for public series: no data at ${DATA} (set FETTLE_DATA)`);
  const sources = CODEC_SOURCES.map(({ id }) => id).filter((id) => hasData || id.startsWith('simulated-'));
  let result: CodecBenchResult;

  beforeAll(async () => {
    result = await runCodecBench({ dataDir: DATA, only: sources, mostBatches: SLICE, mostSeries: 12 });
  }, 900_000);

  it('every data set was measured', () => {
    expect(Object.keys(result.bytesPerReading)).toEqual(sources);
    expect(result.missing).toEqual([]);
  });

  it('frames are smaller than every rival on every data set and size of frame', () => {
    const larger = Object.entries(result.bytesPerReadingBySamples).flatMap(([samples, sets]) =>
      Object.entries(sets).flatMap(([id, { fettle, entropy: _entropy, ...rivals }]) =>
        Object.entries(rivals)
          .filter(([, size]) => size <= fettle!)
          .map(([rival]) => `${id} at ${samples}: ${rival}`),
      ),
    );
    expect(larger).toEqual([]);
  });

  it('60 simulated samples of 5 signals take at most a byte a reading, times included', () => {
    const promised = Object.entries(result.bytesPerReading).filter(([id]) => FEW_SIGNALS.test(id));
    expect(promised.length).toBeGreaterThan(3);
    expect(promised.filter(([, { fettle }]) => fettle! > 1)).toEqual([]);
  });
});
