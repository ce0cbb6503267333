import { seededRandom } from '@fettle/kernel';
import { bearingFrequencies } from '../../bearings/bearing-frequencies';
import { KNOWN_BEARINGS } from '../../bearings/known-bearings';
import { createExtractor, Extractor } from '../../extractor/extractor';

const RATE = 20000;
const BEARING = { ...KNOWN_BEARINGS.za2115, shaftHz: 2000 / 60 };

function extractor(params: Record<string, unknown>, samplesPerWindow = 4096): Extractor {
  const features = [{ name: 'faultLines', params: { bandHz: [2000, 6000], ...params } }];
  return createExtractor({ sampleRateHz: RATE, samplesPerWindow, scale: 1, features });
}

function window(hz: number, size: number, seed = 1): Int16Array {
  const { next } = seededRandom(seed);
  return Int16Array.from({ length: 4096 }, (_, i) => {
    const since = (i / RATE) % (1 / hz);
    const ringing = Math.exp(-since * 1500) * Math.sin(2 * Math.PI * 4000 * since);
    return Math.round(size * ringing + 600 * (next() * 2 - 1));
  });
}

const frequencies = bearingFrequencies(BEARING);

describe('lines of faults', () => {
  it.each(['bpfo', 'bpfi'] as const)('a bearing struck at %s shows that line above all others', (fault) => {
    const { names, run, toReal } = extractor({ bearing: BEARING });
    const levels = toReal(run(window(frequencies[fault], 5000)));
    const at = names.indexOf(`faultLines.${fault}`);
    expect(levels[at]).toBeGreaterThan(6);
    levels.forEach((level, i) => i !== at && expect(level).toBeLessThan(levels[at]! - 1));
  });

  it('noise alone has none', () => {
    const { run, toReal } = extractor({ bearing: BEARING });
    for (let seed = 1; seed <= 5; seed++) {
      toReal(run(window(100, 0, seed))).forEach((level) => expect(level).toBeLessThan(4.5));
    }
  });

  it('do not depend on the scale of the signal', () => {
    const { run, toReal } = extractor({ bearing: BEARING });
    const samples = window(frequencies.bpfo, 4000);
    const [once, thrice] = [samples, samples.map((x) => 3 * x)].map((w) => toReal(run(w)));
    once!.forEach((level, i) => expect(Math.abs(level - thrice![i]!)).toBeLessThan(0.05));
  });

  it('named in Hz are those of the same bearing', () => {
    const byName = extractor({ lines: { a: frequencies.bpfo, b: frequencies.bpfi } });
    const byBearing = extractor({ bearing: BEARING, faults: ['bpfo', 'bpfi'] });
    const samples = window(frequencies.bpfi, 3000);
    expect(byName.names).toEqual(['faultLines.a', 'faultLines.b']);
    expect(byName.run(samples)).toEqual(byBearing.run(samples));
  });

  it.each([
    [{ lines: { slow: 3 }, harmonics: 2 }, 'slow'],
    [{ lines: { fast: 9000 } }, 'fast'],
    [{ lines: {} }, 'lines'],
    [{ lines: { 'a */ b': 100 } }, 'lines'],
    [{}, 'lines'],
    [{ bearing: BEARING, faults: ['bpfx'] }, 'faults'],
    [{ bearing: { ...BEARING, colour: 1 } }, 'bearing.colour'],
    [{ bearing: { ...BEARING, balls: 3.5 } }, 'bearing.balls'],
    [{ bearing: BEARING, bandHz: [2000, 2010] }, 'bandHz'],
    [{ bearing: BEARING, bandHz: [6000, 2000] }, 'bandHz'],
  ])('%j is refused by name', (params, name) => {
    expect(() => extractor(params)).toThrow(`features[0].${name}`);
  });
});
