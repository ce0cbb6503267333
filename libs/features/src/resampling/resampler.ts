import { ResamplerDesign } from './design';

/** A stream of samples at another rate. Keeps the last `length` samples; silence comes before the first. */
export interface Resampler {
  /** The outputs that these samples complete; splitting a stream differently gives the same stream. */
  push(samples: Int16Array): Int16Array;
}

/** A resampler at rest: outputs are delayed by half the filter, `(length - 1 / up) / 2` input samples. */
export function createResampler({ up, down, length, taps }: ResamplerDesign): Resampler {
  const history = new Int16Array(2 * length);
  let [place, phase] = [0, 0];
  const output = (row: number): number => {
    let sum = 8192;
    for (let i = 0; i < length; i++) sum += taps[row * length + i]! * history[place + i]!;
    return Math.max(-32768, Math.min(32767, sum >> 14));
  };
  return {
    push: (samples) => {
      const out = new Int16Array(Math.ceil((samples.length * up) / down) + 1);
      let made = 0;
      for (let i = 0; i < samples.length; i++) {
        history[place] = history[place + length] = samples[i]!;
        place = place + 1 === length ? 0 : place + 1;
        for (; phase < up; phase += down) out[made++] = output(phase);
        phase -= up;
      }
      return out.slice(0, made);
    },
  };
}
