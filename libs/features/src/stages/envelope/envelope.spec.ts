import { seededRandom } from '@fettle/kernel';
import { power } from '../spectrum/spectrum';
import { sumsOf } from '../sums/sums';
import { WIDTHS } from '../../transform/width';
import { envelopeOf, powersOf } from '../../spec-builders/reference';
import { envelopeSpectrum } from './envelope';

const RATE = 20000;
const COUNT = 2048;
const BAND = { first: 205, bins: 410, size: 512 };
const BAND_HZ = [(BAND.first * RATE) / COUNT, ((BAND.first + BAND.bins) * RATE) / COUNT] as const;

/** A resonance at 4 kHz struck `hz` times a second, in noise. */
function struck(hz: number, size: number, noise: number): Int16Array {
  const { next } = seededRandom(3);
  return Int16Array.from({ length: COUNT }, (_, i) => {
    const since = (i / RATE) % (1 / hz);
    const ringing = Math.exp(-since * 1500) * Math.sin(2 * Math.PI * 4000 * since);
    return Math.round(900 + size * ringing + noise * (next() * 2 - 1));
  });
}

function envelopePowers(window: Int16Array, bits: 16 | 32): number[] {
  const into = { words: new Int32Array(COUNT), size: 0, exponent: 0 };
  envelopeSpectrum(into, window, sumsOf(window), WIDTHS[bits], BAND);
  return Array.from({ length: into.size / 2 }, (_, k) =>
    k === 0 ? 0 : (power(into.words, k) * 4 ** into.exponent) / into.size ** 2,
  );
}

const largest = (powers: ArrayLike<number>, from: number): number => {
  let best = from;
  for (let k = from; k < powers.length; k++) if (powers[k]! > powers[best]!) best = k;
  return best;
};

describe.each([16, 32] as const)('the envelope spectrum in %i bits', (bits) => {
  it.each([90, 236.4, 297])('has its largest line at %f blows a second, within one bin', (hz) => {
    const powers = envelopePowers(struck(hz, 9000, 300), bits);
    expect(Math.abs(largest(powers, 2) - (hz * COUNT) / RATE)).toBeLessThanOrEqual(1);
  });

  it('has the lines of one made by a Hilbert transform at the full rate, within 0.5 dB down to 25 dB below the largest', () => {
    for (const [size, noise] of [
      [30000, 1000],
      [200, 20],
    ] as const) {
      const window = struck(236.4, size, noise);
      const truth = powersOf(envelopeOf(window, RATE, ...BAND_HZ)).slice(0, BAND.size / 2);
      const powers = envelopePowers(window, bits);
      const top = truth[largest(truth, 2)]!;
      let compared = 0;
      for (let k = 2; k < 128; k++) {
        if (truth[k]! < top * 10 ** -2.5) continue;
        expect(Math.abs(10 * Math.log10(powers[k]! / truth[k]!))).toBeLessThanOrEqual(0.5);
        compared++;
      }
      expect(compared).toBeGreaterThan(10);
    }
  });

  it('says nothing about a constant window', () => {
    expect(Math.max(...envelopePowers(new Int16Array(COUNT).fill(-5), bits))).toBe(0);
  });
});
