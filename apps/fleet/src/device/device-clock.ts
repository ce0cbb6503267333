import type { Random } from '@fettle/kernel';
import { DAY_MS, HOUR_MS, SECOND_MS } from '@fettle/kernel';

const MEAN_UPTIME_MS = 12 * DAY_MS;
const SYNC_EVERY_MS = 6 * HOUR_MS;
/** A watch crystal without compensation, parts per million. */
const WORST_DRIFT_PPM = 40;
const TICK_MS = 10;

/**
 * A microcontroller's clock and boots: a cheap crystal that runs slow and is set right every six hours, and a reboot
 * every couple of weeks that takes a minute. A function of seed and time. It never runs ahead of true time, by design of
 * the simulation: event times may not lie in the future. Times may rise only.
 */
export class DeviceClock {
  private bootMs: number;
  private nextBootMs: number;
  private boots = 1;
  private downMs = 0;
  private readonly drift: number;

  constructor(
    private readonly random: Random,
    startMs: number,
  ) {
    this.drift = random.next() * WORST_DRIFT_PPM * 1e-6;
    this.bootMs = startMs;
    this.nextBootMs = startMs + this.uptime();
  }

  /** Counts the starts of the device up to a moment, from 1. */
  bootId(trueMs: number): number {
    this.advance(trueMs);
    return this.boots;
  }

  /** True while the device starts anew: it takes no samples. */
  isDown(trueMs: number): boolean {
    this.advance(trueMs);
    return trueMs < this.bootMs + this.downMs;
  }

  /** What the device's clock shows, in ticks of 10 ms; at most `trueMs`. */
  read(trueMs: number): number {
    this.advance(trueMs);
    const sinceSync = (trueMs - this.bootMs) % SYNC_EVERY_MS;
    return trueMs - Math.ceil((sinceSync * this.drift) / TICK_MS) * TICK_MS;
  }

  private advance(trueMs: number): void {
    while (trueMs >= this.nextBootMs) {
      this.boots += 1;
      this.bootMs = this.nextBootMs;
      this.downMs = (20 + 60 * this.random.next()) * SECOND_MS;
      this.nextBootMs = this.bootMs + this.downMs + this.uptime();
    }
  }

  private uptime(): number {
    return -Math.log(1 - this.random.next()) * MEAN_UPTIME_MS;
  }
}
