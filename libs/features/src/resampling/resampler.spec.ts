import { seededRandom } from '@fettle/kernel';
import { designResampler } from './design';
import { createResampler } from './resampler';

const RATES = [
  [20000, 16000],
  [44100, 16000],
  [16000, 4000],
  [12000, 20000],
  [1000, 1000],
] as const;

const sine = (hz: number, rateHz: number, count: number, amplitude = 20000): Int16Array =>
  Int16Array.from({ length: count }, (_, i) =>
    Math.round(amplitude * Math.sin((2 * Math.PI * hz * i) / rateHz)),
  );

const rms = (x: Int16Array): number => Math.sqrt(x.reduce((sum, value) => sum + value * value, 0) / x.length);

/** A sine's amplitude and what else there is, by projection. */
function fit(x: Int16Array, hz: number, rateHz: number): { amplitude: number; rest: number } {
  let [c, s] = [0, 0];
  x.forEach((value, i) => {
    c += value * Math.cos((2 * Math.PI * hz * i) / rateHz);
    s += value * Math.sin((2 * Math.PI * hz * i) / rateHz);
  });
  [c, s] = [(2 * c) / x.length, (2 * s) / x.length];
  const rest = x.map((value, i) =>
    Math.round(
      value - c * Math.cos((2 * Math.PI * hz * i) / rateHz) - s * Math.sin((2 * Math.PI * hz * i) / rateHz),
    ),
  );
  return { amplitude: Math.hypot(c, s), rest: rms(rest) };
}

describe.each(RATES)('resampling from %i to %i Hz', (fromHz, toHz) => {
  const design = designResampler({ fromHz, toHz });

  it('leaves a constant as it is, and can never overflow', () => {
    const rows = Array.from({ length: design.up }, (_, row) =>
      design.taps.slice(row * design.length, (row + 1) * design.length),
    );
    for (const row of rows) {
      expect(row.reduce((sum, tap) => sum + tap, 0)).toBe(16384);
      expect(row.reduce((sum, tap) => sum + Math.abs(tap), 0)).toBeLessThan(65535);
    }
    const out = createResampler(design).push(new Int16Array(4 * design.length).fill(-32768));
    expect(out.at(-1)).toBe(-32768);
  });

  it('passes a slow sine within 0.1 % and adds less than -60 dB', () => {
    const hz = Math.min(fromHz, toHz) * 0.11;
    const out = createResampler(design).push(sine(hz, fromHz, 8000));
    expect(out.length).toBe(Math.ceil((8000 * design.up) / design.down));
    const settled = out.slice(Math.ceil((2 * design.length * design.up) / design.down));
    const { amplitude, rest } = fit(settled, hz, toHz);
    expect(Math.abs(amplitude / 20000 - 1)).toBeLessThan(0.001);
    expect(rest).toBeLessThan(20);
  });

  it('gives the same stream however it is split', () => {
    const { next } = seededRandom(8);
    const samples = Int16Array.from({ length: 3000 }, () => Math.floor(next() * 65536) - 32768);
    const split = createResampler(design);
    const parts: number[] = [];
    for (let at = 0; at < 3000;) {
      const size = 1 + Math.floor(next() * 200);
      parts.push(...split.push(samples.slice(at, at + size)));
      at += size;
    }
    expect(Int16Array.from(parts)).toEqual(createResampler(design).push(samples));
  });
});

describe('a rate change', () => {
  it('downwards removes by 50 dB what would fold back', () => {
    const out = createResampler(designResampler({ fromHz: 16000, toHz: 4000 })).push(sine(3000, 16000, 8000));
    expect(rms(out.slice(200))).toBeLessThan((20000 / Math.SQRT2) * 10 ** -2.5);
  });

  it.each([
    [{ fromHz: 0, toHz: 8 }, 'fromHz'],
    [{ fromHz: 8, toHz: 1.5 }, 'toHz'],
    [{ fromHz: 10007, toHz: 16000 }, 'toHz'],
    [{ fromHz: 8000, toHz: 16000, lobes: 99 }, 'lobes'],
    [{ fromHz: 51200, toHz: 100, lobes: 32 }, 'lobes'],
  ])('%j is refused by name', (change, name) => {
    expect(() => designResampler(change)).toThrow(new RegExp(`^${name}`));
  });
});
