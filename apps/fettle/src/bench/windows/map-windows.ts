import type { ReadingBatch } from '@fettle/windowing';

interface Aggregate {
  count: number;
  sum: number;
  squares: number;
  min: number;
  max: number;
  last: number;
}

const MINUTE_MS = 60_000;

/**
 * The baseline: what one writes first. One-minute windows in a map by name, sums in floating point, no quantiles, no longer
 * sizes, nothing ever closed early; its memory is dropped with it.
 */
export class MapWindows {
  readonly windows = new Map<string, Aggregate>();

  add(device: number, { columns, times, samples }: ReadingBatch): void {
    for (const { signalId, exponent, mantissas } of columns) {
      for (let i = 0; i < samples; i++) {
        const value = mantissas[i]! / 10 ** -exponent;
        const key = `${device}/${signalId}/${Math.floor(times[i]! / MINUTE_MS)}`;
        const window = this.windows.get(key);
        if (window === undefined) {
          this.windows.set(key, {
            count: 1,
            sum: value,
            squares: value * value,
            min: value,
            max: value,
            last: value,
          });
          continue;
        }
        window.count += 1;
        window.sum += value;
        window.squares += value * value;
        window.min = Math.min(window.min, value);
        window.max = Math.max(window.max, value);
        window.last = value;
      }
    }
  }
}
