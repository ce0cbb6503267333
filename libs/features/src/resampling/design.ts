import { badSpec } from '../errors';

/** What a change of rate is made from. */
export interface RateChange {
  readonly fromHz: number;
  readonly toHz: number;
  /** Zero crossings of the filter's sinc on each side: steepness against work. 2 to 32, default 8. */
  readonly lobes?: number;
}

/**
 * A rate change by `up / down` as a polyphase filter in Q14. `taps` has `up` rows of `length`, oldest sample first; each row
 * sums to 16,384, so that a constant stays what it is; magnitudes sum to less than 65,535, so that int16 cannot overflow 32 bits.
 */
export interface ResamplerDesign {
  readonly up: number;
  readonly down: number;
  readonly length: number;
  readonly taps: Int16Array;
}

const LIMITS = { factor: 512, taps: 16384 } as const;
/** Kaiser's beta for side lobes of -60 dB, and how much of the narrower band passes. */
const BETA = 5.65;
const PASSED = 0.9;

function bessel(x: number): number {
  let [sum, term] = [1, 1];
  for (let k = 1; term > sum * 1e-12; k++) {
    term *= (x / (2 * k)) ** 2;
    sum += term;
  }
  return sum;
}

function ratioOf({ fromHz, toHz }: RateChange): readonly [number, number] {
  if (!(Number.isInteger(fromHz) && fromHz > 0)) throw badSpec('fromHz', 'a whole number above 0');
  if (!(Number.isInteger(toHz) && toHz > 0)) throw badSpec('toHz', 'a whole number above 0');
  let [a, b] = [fromHz, toHz];
  while (b !== 0) [a, b] = [b, a % b];
  return [toHz / a, fromHz / a];
}

/** One phase in Q14, its sum made exact at its largest tap. */
function quantised(row: readonly number[]): number[] {
  const sum = row.reduce((total, tap) => total + tap, 0);
  const taps = row.map((tap) => Math.round((tap / sum) * 16384));
  const peak = taps.indexOf(Math.max(...taps));
  taps[peak]! += 16384 - taps.reduce((total, tap) => total + tap, 0);
  return taps;
}

/**
 * A low-pass at 90 % of the narrower half band, sinc under a Kaiser window (Crochiere and Rabiner 1983). Whole rates whose
 * ratio is at most 512 either way; the filter at most 16,384 taps: else `FEATURES.BAD_SPEC`.
 */
export function designResampler(change: RateChange): ResamplerDesign {
  const [up, down] = ratioOf(change);
  const { lobes = 8 } = change;
  if (!(Number.isInteger(lobes) && lobes >= 2 && lobes <= 32)) throw badSpec('lobes', '2 to 32');
  if (Math.max(up, down) > LIMITS.factor)
    throw badSpec('toHz', `ratio ${up} / ${down}: at most ${LIMITS.factor}`);
  const length = Math.ceil((2 * lobes * Math.max(up, down)) / up);
  if (length * up > LIMITS.taps) throw badSpec('lobes', `${length * up} taps: at most ${LIMITS.taps}`);
  const cut = (PASSED * 0.5) / Math.max(up, down);
  const centre = (length * up - 1) / 2;
  const tap = (place: number): number => {
    const t = place - centre;
    const window = bessel(BETA * Math.sqrt(Math.max(0, 1 - (t / (centre + 1)) ** 2))) / bessel(BETA);
    return window * (t === 0 ? 2 * cut : Math.sin(2 * Math.PI * cut * t) / (Math.PI * t));
  };
  const rows = Array.from({ length: up }, (_, phase) =>
    quantised(Array.from({ length }, (__, i) => tap(phase + up * (length - 1 - i)))),
  );
  return { up, down, length, taps: Int16Array.from(rows.flat()) };
}
