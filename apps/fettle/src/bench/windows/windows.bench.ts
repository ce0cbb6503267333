import type { Bench } from '../bench';
import { wholeNumber } from '../whole-number';
import { runWindowsBench } from './run-windows-bench';

/** `fettle bench windows`: readings a core turns into windows, beside the windows that one writes first. */
export const windowsBench: Bench = {
  name: 'windows',
  description: 'readings a second and core into windows of four sizes with quantiles, beside a map of sums',
  flags: [['--runs <n>', 'counted runs of each load', '3']],
  async execute(options, { progress }) {
    const value = runWindowsBench({ runs: wholeNumber(options, 'runs'), onProgress: progress });
    const million = (rate: number): string => `${(rate / 1e6).toFixed(1)} M/s`.padStart(11);
    const lines = Object.entries(value).map(
      ([name, { readingsPerSecondPerCore, mapReadingsPerSecondPerCore, ratio }]) =>
        `${name.padEnd(20)}${million(readingsPerSecondPerCore)}  map of sums ${million(mapReadingsPerSecondPerCore)}  ratio ${ratio.toFixed(1)}`,
    );
    return { value, text: ['readings a second of one core', ...lines].join('\n') };
  },
};
