import { seededRandom } from '@fettle/kernel';
import { deviceSamples } from './device-samples';
import { atSpeed, varied } from './varied';
import { rescaled, windowsOf } from './windows';

describe('windows', () => {
  it('are whole, begin every hop, and are copies', () => {
    const samples = Int16Array.from({ length: 10 }, (_, i) => i);
    const windows = windowsOf(samples, 4, 3);
    expect(windows.map((window) => [...window])).toEqual([
      [0, 1, 2, 3],
      [3, 4, 5, 6],
      [6, 7, 8, 9],
    ]);
    windows[0]![0] = 99;
    expect(samples[0]).toBe(0);
    expect(windowsOf(samples, 11)).toEqual([]);
  });

  it('at another scale are rounded and stay within 16 bits', () => {
    expect([...rescaled([1, 3, -30000, 30000], 1.5)]).toEqual([2, 5, -32768, 32767]);
  });
});

describe('recordings', () => {
  const tone = (hz: number, rate: number): Int16Array =>
    Int16Array.from({ length: rate }, (_, i) => Math.round(8000 * Math.sin((2 * Math.PI * hz * i) / rate)));
  const crossings = (samples: Int16Array): number =>
    samples.reduce((count, value, i) => count + (i > 0 && samples[i - 1]! < 0 && value >= 0 ? 1 : 0), 0);

  it('keep their frequencies and amplitudes when a device has another rate and scale', () => {
    const made = deviceSamples(
      { samples: tone(500, 24_000), scale: 0.001, sampleRateHz: 24_000 },
      { sampleRateHz: 12_000, scale: 0.002 },
    );
    expect(Math.abs(made.length - 12_000)).toBeLessThan(4);
    expect(Math.abs(crossings(made) - 500)).toBeLessThanOrEqual(1);
    expect(Math.abs(Math.max(...made.slice(100)) - 4000)).toBeLessThan(20);
  });

  it('at 103 per cent of their speed are shorter and higher, at 97 longer and lower', () => {
    const samples = tone(500, 12_000);
    const [slow, fast] = [atSpeed(samples, 97), atSpeed(samples, 103)];
    expect(slow.length / samples.length).toBeCloseTo(1 / 0.97, 2);
    expect(fast.length / samples.length).toBeCloseTo(1 / 1.03, 2);
    expect((crossings(fast) / fast.length) * 12_000).toBeCloseTo(515, -1);
    expect((crossings(slow) / slow.length) * 12_000).toBeCloseTo(485, -1);
  });

  it('vary within what is asked for, and alike for the same chance', () => {
    const window = tone(500, 12_000).slice(0, 2048);
    const how = { gainOctaves: 0.5, noiseSteps: 0 };
    for (let seed = 0; seed < 20; seed++) {
      const made = varied(window, how, seededRandom(seed));
      const gain = Math.max(...made) / Math.max(...window);
      expect(gain).toBeGreaterThan(2 ** -0.51);
      expect(gain).toBeLessThan(2 ** 0.51);
      expect(varied(window, how, seededRandom(seed))).toEqual(made);
    }
  });
});
