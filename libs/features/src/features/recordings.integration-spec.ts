import { join } from 'node:path';
import { KNOWN_BEARINGS } from '../bearings/known-bearings';
import { createExtractor, Extractor } from '../extractor/extractor';
import { compareValues } from '../spec-builders/compare';
import { hasCompiler, NamedWindow } from '../spec-builders/compiled-extractors';
import {
  cwruRecordings,
  hasRecordings,
  imsBearings,
  imsSnapshots,
  windowsOf,
} from '../spec-builders/recordings';
import { bandPowers, envelopeOf, momentsOf, powersOf } from '../spec-builders/reference';
import { soundSpec, TIME_FEATURES, vibrationSpec } from '../spec-builders/sample-specs';
import { power } from '../stages/spectrum/spectrum';
import { envelopeSpectrum } from '../stages/envelope/envelope';
import { sumsOf } from '../stages/sums/sums';
import { WIDTHS } from '../transform/width';

const data = process.env['FETTLE_DATA'] ?? join(__dirname, '../../../../../shared/data');
const present = hasRecordings(data, 'features of public recordings');
const compiler = hasCompiler('gcc');
if (!compiler) console.warn('SKIPPED: compiled features on public recordings; gcc is not there');

const median = (values: readonly number[]): number => [...values].sort((a, b) => a - b)[values.length >> 1]!;

/** Medians of an extractor's real values over windows. */
function medians({ run, toReal }: Extractor, windows: readonly Int16Array[]): number[] {
  const rows = windows.map((window) => toReal(run(window)));
  return Array.from(rows[0]!, (_, i) => median(rows.map((row) => row[i]!)));
}

(present ? describe : describe.skip)('features of real bearings', () => {
  const some = (): Int16Array[] => {
    const ims = imsSnapshots(data).filter((_, i) => i % 32 === 0);
    return [
      ...ims.flatMap((snapshot) =>
        imsBearings(data, snapshot).flatMap((samples) => windowsOf(samples, 2048, 2)),
      ),
      ...cwruRecordings(data).flatMap(({ samples }) => windowsOf(samples, 2048, 1)),
    ];
  };

  (compiler ? it : it.skip)('are the same integers compiled, in every window', () => {
    const time = { ...vibrationSpec(2048, 16), features: TIME_FEATURES };
    const specs = { time, vibration: vibrationSpec(2048, 16), sound: soundSpec(32) };
    const windows: NamedWindow[] = some().flatMap((window) => [
      { name: 'time', window },
      { name: 'vibration', window },
      { name: 'sound', window: window.slice(0, 512) },
    ]);
    expect(windows.length).toBeGreaterThan(100);
    expect(compareValues(specs, windows)).toEqual([]);
  });

  it('are within 0.1 % and half a step of Q8 (amplitudes), 0.5 dB (bands) and one bin (lines of the envelope) of real numbers', () => {
    const edgesHz = [0, 625, 1250, 2500, 5000, 10000];
    const names = ['rms', 'standardDeviation', 'meanAbsolute', 'peak'];
    const { run, toReal } = createExtractor({
      sampleRateHz: 20000,
      samplesPerWindow: 2048,
      scale: 1,
      features: [...names.map((name) => ({ name })), { name: 'bandEnergy', params: { edgesHz } }],
    });
    const near = (value: number, real: number): void =>
      expect(Math.abs(value - real)).toBeLessThanOrEqual(real * 0.001 + 1 / 512);
    for (const window of some().filter((_, i) => i % 4 === 0)) {
      const [rms, deviation, absolute, peak, ...bands] = toReal(run(window));
      const real = momentsOf(window);
      near(rms!, real.rms);
      near(deviation!, real.deviation);
      near(absolute!, real.absolute);
      near(peak!, real.peak);
      const powers = bandPowers(window, 20000, edgesHz);
      bands.forEach((level, i) => expect(Math.abs(level - Math.log2(powers[i]!)) * 3.0103).toBeLessThan(0.5));
      expect(Math.abs(lineHere(window) - lineInReals(window))).toBeLessThanOrEqual(1);
    }
  });

  /** The largest line of the envelope of 2 to 6 kHz, below a quarter of its spectrum. */
  function largest(powers: ArrayLike<number>): number {
    let best = 2;
    for (let k = 3; k < 128; k++) if (powers[k]! > powers[best]!) best = k;
    return best;
  }
  const lineInReals = (window: Int16Array): number =>
    largest(powersOf(envelopeOf(window, 20000, 2000, 6000)));
  function lineHere(window: Int16Array): number {
    const into = { words: new Int32Array(2048), size: 0, exponent: 0 };
    envelopeSpectrum(into, window, sumsOf(window), WIDTHS[16], { first: 205, bins: 410, size: 512 });
    return largest(Array.from({ length: 256 }, (_, k) => power(into.words, k)));
  }

  it('IMS: the outer race of bearing 1 rises from three days before its end, above its past and its neighbours', () => {
    const bearing = { ...KNOWN_BEARINGS.za2115, shaftHz: 2000 / 60 };
    const params = { bandHz: [2000, 6000], bearing, faults: ['bpfo', 'bpfi'] };
    const spec = { ...vibrationSpec(2048, 16), features: [{ name: 'faultLines', params }] };
    const extractor = createExtractor(spec);
    const levels = (from: string, to: string): number[] => {
      const snapshots = imsSnapshots(data).filter((name) => name >= from && name < to);
      const picked = snapshots.filter((_, i) => i % 4 === 0);
      const rows = picked.map((name) =>
        imsBearings(data, name).map((samples) => medians(extractor, windowsOf(samples, 2048))[0]!),
      );
      return [0, 1, 2, 3].map((channel) => median(rows.map((row) => row[channel]!)));
    };
    const [early, late] = [levels('2004.02.12', '2004.02.15'), levels('2004.02.17', '2004.02.19')];
    console.info(`IMS, log2 above the floor at BPFO, bearings 1 to 4: ${text(early)} becomes ${text(late)}`);
    expect(late[0]! - early[0]!).toBeGreaterThan(4);
    for (const other of [1, 2, 3]) expect(late[0]! - late[other]!).toBeGreaterThan(3);
  });

  it('CWRU: outer and inner race are told apart by their lines in every load', () => {
    const differences = new Map<string, number>();
    for (const { name, samples, sampleRateHz, shaftHz, scale } of cwruRecordings(data)) {
      const bearing = { ...KNOWN_BEARINGS.skf6205, shaftHz };
      const params = { bandHz: [2000, 5500], bearing, faults: ['bpfo', 'bpfi'] };
      const features = [{ name: 'faultLines', params }];
      const extractor = createExtractor({ sampleRateHz, samplesPerWindow: 4096, scale, features });
      const [outer, inner] = medians(extractor, windowsOf(samples, 4096, 15));
      differences.set(name, outer! - inner!);
    }
    console.info(
      `CWRU, BPFO over BPFI, log2: ${[...differences].map(([n, v]) => `${n} ${v.toFixed(1)}`).join(', ')}`,
    );
    for (const [name, difference] of differences) {
      if (name.startsWith('ir_')) expect(difference).toBeLessThan(-1.5);
      else if (/^or_(007|021)/.test(name)) expect(difference).toBeGreaterThan(3);
      else expect(Math.abs(difference)).toBeLessThan(1.5);
    }
  });

  const text = (levels: readonly number[]): string => levels.map((level) => level.toFixed(1)).join(' / ');
});
