import { HOUR_MS } from '@fettle/kernel';
import type { HistoryView } from '../forecaster';
import { BIN_SLOTS, binOf, HOUR_SLOTS, HOURS_PER_BIN, meanOf, SignalStore } from './signal-store';
import { viewAt } from './history-view';

/** A device whose newest hour lies further behind its asset's newest than this is waited for no longer. */
export const DEVICE_PATIENCE_HOURS = 24;

/** Why an hour of a device did not count. */
export type HistoryOutcome = 'recorded' | 'HISTORY.ALREADY_SEEN' | 'HISTORY.TOO_OLD';

/**
 * Hourly means of one asset's signals in event time: what forecasts are made from. Bounded memory (about 4.7 KB a
 * signal). What it holds does not depend on the order in which the hours of different devices arrive.
 */
export class AssetHistory {
  readonly signals: ReadonlyMap<string, SignalStore>;
  /** Newest hour (since 1970) of each device. */
  readonly devices = new Map<string, number>();
  /** Newest hour of all; -1 while empty. */
  newestHour = -1;
  /** Oldest hour ever recorded; -1 while empty. */
  oldestHour = -1;
  /** Forecasts were made up to the end of this hour; -1: none yet. */
  forecastHour = -1;

  constructor(names: readonly string[]) {
    this.signals = new Map([...new Set(names)].sort().map((name) => [name, new SignalStore()]));
  }

  /**
   * Takes one closed hour of one device; hours of a device must rise, an hour that comes again is refused. Signals that
   * are not kept and values that are not finite are passed over.
   */
  record(deviceId: string, startMs: number, values: Iterable<readonly [string, number]>): HistoryOutcome {
    const hour = Math.floor(startMs / HOUR_MS);
    const last = this.devices.get(deviceId);
    if (last !== undefined && hour <= last) return 'HISTORY.ALREADY_SEEN';
    this.devices.set(deviceId, hour);
    if (binOf(hour) <= binOf(this.newestHour) - BIN_SLOTS) return 'HISTORY.TOO_OLD';
    this.oldestHour = this.oldestHour < 0 ? hour : Math.min(this.oldestHour, hour);
    this.advance(hour);
    const single = hour > this.newestHour - HOUR_SLOTS;
    for (const [name, value] of values) {
      const store = Number.isFinite(value) ? this.signals.get(name) : undefined;
      if (single) store?.addHour(hour, value);
      else store?.addBin(hour, value);
    }
    return 'recorded';
  }

  /** The newest hour that no device still waited for has yet to reach; -1 while empty. Never falls. */
  completeHour(): number {
    let complete = this.newestHour;
    for (const hour of this.devices.values()) {
      if (hour >= this.newestHour - DEVICE_PATIENCE_HOURS) complete = Math.min(complete, hour);
    }
    return Math.max(complete, this.forecastHour);
  }

  /** Mean of a signal in one of the last nine days' hours; NaN when it was not measured or is not kept. */
  hourMean(signal: string, hour: number): number {
    const store =
      hour > this.newestHour - HOUR_SLOTS && hour <= this.newestHour ? this.signals.get(signal) : undefined;
    return store
      ? meanOf(store.hourSum[hour % HOUR_SLOTS]!, store.hourCount[hour % HOUR_SLOTS]!)
      : Number.NaN;
  }

  /** What was measured up to the end of `hour`, which lies at most `DEVICE_PATIENCE_HOURS` behind the newest. */
  view(hour: number): HistoryView {
    return viewAt(this, hour);
  }

  private advance(hour: number): void {
    if (hour <= this.newestHour) return;
    const from = Math.max(this.newestHour + 1, hour - HOUR_SLOTS - BIN_SLOTS * HOURS_PER_BIN);
    for (const store of this.signals.values()) {
      for (let next = from; next <= hour; next++) {
        if (next % HOURS_PER_BIN === 0) store.clearBin(binOf(next));
        if (next >= HOUR_SLOTS) store.foldHour(next - HOUR_SLOTS);
      }
    }
    this.newestHour = hour;
  }
}
