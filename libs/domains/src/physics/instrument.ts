import type { Random } from '@fettle/kernel';
import { DAY_MS, HOUR_MS } from '@fettle/kernel';
import type { SignalDefinition } from '../domain-pack';

const DROPOUT_SHARE = 0.008;
const MEAN_TIME_BETWEEN_FAULTS_MS = 60 * DAY_MS;

/** Readings while they are being made: by signal name; absent: nothing to measure. */
export type Readings = Record<string, number>;

/**
 * Turns physical values into what a device reports: rounded to the signal's resolution, clipped to its range, now and
 * then one missing; about every two months one sensor fails for some hours and reads NaN. Faults depend on seed and time.
 */
export class Instrument {
  private faultFromMs: number;
  private faultToMs: number;
  private faulty = 0;
  private readonly scales: readonly number[];

  constructor(
    private readonly random: Random,
    startMs: number,
    private readonly signals: readonly SignalDefinition[],
  ) {
    this.scales = signals.map((signal) => 10 ** Math.abs(signal.exponent));
    this.faultFromMs = startMs;
    this.faultToMs = startMs;
    this.scheduleFault();
  }

  read(values: Readings, atMs: number, noise: Random): Readings {
    while (atMs >= this.faultToMs) this.scheduleFault();
    const broken = atMs >= this.faultFromMs ? this.faulty : -1;
    const lost = noise.next() < DROPOUT_SHARE ? noise.below(this.signals.length) : -1;
    const out: Readings = {};
    for (let i = 0; i < this.signals.length; i++) {
      const signal = this.signals[i]!;
      const value = values[signal.name];
      if (value === undefined || i === lost) continue;
      out[signal.name] = i === broken ? NaN : this.quantise(value, this.scales[i]!, signal);
    }
    return out;
  }

  private quantise(value: number, scale: number, signal: SignalDefinition): number {
    const rounded =
      signal.exponent < 0 ? Math.round(value * scale) / scale : Math.round(value / scale) * scale;
    return rounded < signal.min ? signal.min : rounded > signal.max ? signal.max : rounded;
  }

  private scheduleFault(): void {
    this.faultFromMs = this.faultToMs - Math.log(1 - this.random.next()) * MEAN_TIME_BETWEEN_FAULTS_MS;
    this.faultToMs = this.faultFromMs + (1 + 5 * this.random.next()) * HOUR_MS;
    this.faulty = this.random.below(this.signals.length);
  }
}
