/** Features in real numbers, written from their definitions and nothing else: what the integers are measured against. */

export function momentsOf(samples: ArrayLike<number>): {
  mean: number;
  rms: number;
  deviation: number;
  peak: number;
  absolute: number;
  skewness: number;
  kurtosis: number;
} {
  const x = Array.from(samples);
  const average = (of: (value: number) => number): number =>
    x.reduce((sum, value) => sum + of(value), 0) / x.length;
  const mean = average((value) => value);
  const central = (power: number): number => average((value) => (value - mean) ** power);
  const deviation = Math.sqrt(central(2));
  return {
    mean,
    rms: Math.sqrt(average((value) => value * value)),
    deviation,
    peak: Math.max(...x.map((value) => Math.abs(value - mean))),
    absolute: average((value) => Math.abs(value - mean)),
    skewness: central(3) / deviation ** 3,
    kurtosis: central(4) / deviation ** 4,
  };
}

export interface Complex {
  readonly re: Float64Array;
  readonly im: Float64Array;
}

/** Discrete Fourier transform by splitting into even and odd; `sign` 1 for the inverse, not scaled. */
export function fourier({ re, im }: Complex, sign = -1): Complex {
  const n = re.length;
  if (n === 1) return { re, im };
  const half = (odd: number): Complex =>
    fourier({ re: re.filter((_, i) => i % 2 === odd), im: im.filter((_, i) => i % 2 === odd) }, sign);
  const [even, odd] = [half(0), half(1)];
  const out = { re: new Float64Array(n), im: new Float64Array(n) };
  for (let k = 0; k < n / 2; k++) {
    const [c, s] = [Math.cos((2 * Math.PI * k) / n), sign * Math.sin((2 * Math.PI * k) / n)];
    const re = c * odd.re[k]! - s * odd.im[k]!;
    const im = c * odd.im[k]! + s * odd.re[k]!;
    [out.re[k], out.im[k]] = [even.re[k]! + re, even.im[k]! + im];
    [out.re[k + n / 2], out.im[k + n / 2]] = [even.re[k]! - re, even.im[k]! - im];
  }
  return out;
}

const hann = (i: number, n: number): number => 0.5 - 0.5 * Math.cos((2 * Math.PI * i) / n);

/** Powers of bins 0 to n / 2 - 1 of values about their mean under Hann's window. */
export function powersOf(values: ArrayLike<number>): Float64Array {
  const x = Float64Array.from(values);
  const n = x.length;
  const mean = x.reduce((sum, value) => sum + value, 0) / n;
  const { re, im } = fourier({
    re: x.map((value, i) => (value - mean) * hann(i, n)),
    im: new Float64Array(n),
  });
  return re.slice(0, n / 2).map((value, k) => value ** 2 + im[k]! ** 2);
}

/** Mean square in each band, a bin belonging to the band of its centre; neither the first nor the last bin. */
export function bandPowers(samples: ArrayLike<number>, rateHz: number, edgesHz: readonly number[]): number[] {
  const n = samples.length;
  const powers = powersOf(samples);
  return edgesHz.slice(1).map((to, i) => {
    let sum = 0;
    powers.forEach((power, k) => {
      const hz = (k * rateHz) / n;
      if (k > 0 && hz >= edgesHz[i]! && hz < to) sum += power;
    });
    return (2 * sum) / (n * n * 0.375);
  });
}

/** Powers under mel triangles. */
export function melPowers(
  samples: ArrayLike<number>,
  rateHz: number,
  bands: number,
  low: number,
  high: number,
): number[] {
  const mel = (hz: number): number => 2595 * Math.log10(1 + hz / 700);
  const n = samples.length;
  const powers = powersOf(samples);
  const peak = (i: number): number =>
    700 * (10 ** ((mel(low) + ((mel(high) - mel(low)) * i) / (bands + 1)) / 2595) - 1);
  return Array.from({ length: bands }, (_, band) => {
    const [a, b, c] = [peak(band), peak(band + 1), peak(band + 2)];
    let sum = 0;
    powers.forEach((power, k) => {
      const hz = (k * rateHz) / n;
      if (k > 0) sum += power * Math.max(0, Math.min((hz - a) / (b - a), (c - hz) / (c - b)));
    });
    return (2 * sum) / (n * n * 0.375);
  });
}

/** Cepstral coefficients of natural logarithms: orthonormal cosine transform. */
export function cepstrum(powers: readonly number[], count: number): number[] {
  const bands = powers.length;
  return Array.from({ length: count }, (_, j) => {
    const sum = powers.reduce(
      (total, power, i) => total + Math.log(power) * Math.cos((Math.PI * j * (i + 0.5)) / bands),
      0,
    );
    return sum * Math.sqrt((j === 0 ? 1 : 2) / bands);
  });
}

/** Envelope of a band by Hilbert's transform at the full rate: the band's bins alone, transformed back, its magnitude. */
export function envelopeOf(
  samples: ArrayLike<number>,
  rateHz: number,
  lowHz: number,
  highHz: number,
): Float64Array {
  const x = Float64Array.from(samples);
  const n = x.length;
  const { re, im } = fourier({ re: x, im: new Float64Array(n) });
  const inside = (k: number): number =>
    k > 0 && k < n / 2 && (k * rateHz) / n >= lowHz && (k * rateHz) / n < highHz ? 1 : 0;
  const back = fourier({ re: re.map((v, k) => v * inside(k)), im: im.map((v, k) => v * inside(k)) }, 1);
  return back.re.map((v, i) => Math.hypot(v, back.im[i]!) / n);
}
