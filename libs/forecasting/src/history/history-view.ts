import { HOUR_MS } from '@fettle/kernel';
import type { HistoryView } from '../forecaster';
import { BIN_SLOTS, binOf, HOUR_SLOTS, HOURS_PER_BIN, meanOf, type SignalStore } from './signal-store';

const { floor, max, min } = Math;

const SINGLE_HOURS = 168;
const SPAN_BINS = 240;

/** Which bins a view has: six-hour ones [firstBin, endBin), then hours [firstHour, endHour). */
interface Layout {
  readonly firstBin: number;
  readonly endBin: number;
  readonly firstHour: number;
  readonly endHour: number;
}

/** What a view is taken of: hours since 1970. */
export interface ViewedHistory {
  readonly signals: ReadonlyMap<string, SignalStore>;
  readonly oldestHour: number;
  readonly newestHour: number;
}

/** The history as it stood when `hour` had passed. Signals are unpacked when they are first asked for. */
export function viewAt(history: ViewedHistory, hour: number): HistoryView {
  const endHour = hour + 1;
  const endBin = max(0, floor((endHour - SINGLE_HOURS) / HOURS_PER_BIN));
  const firstBin = min(endBin, max(0, endBin - SPAN_BINS, binOf(history.oldestHour)));
  const layout: Layout = { firstBin, endBin, firstHour: endBin * HOURS_PER_BIN, endHour };
  const unpacked = new Map<string, Unpacked>();
  const unpack = (signal: string): Unpacked | undefined => {
    const store = history.signals.get(signal);
    if (!store) return undefined;
    let columns = unpacked.get(signal);
    if (!columns) {
      columns = unpackStore(store, layout, history.newestHour);
      unpacked.set(signal, columns);
    }
    return columns;
  };
  return {
    atMs: endHour * HOUR_MS,
    days: daysOf(layout),
    mean: (signal) => unpack(signal)?.mean,
    hours: (signal) => unpack(signal)?.hours,
  };
}

interface Unpacked {
  readonly mean: Float64Array;
  readonly hours: Float64Array;
}

function daysOf({ firstBin, endBin, firstHour, endHour }: Layout): Float64Array {
  const bins = endBin - firstBin;
  const days = new Float64Array(bins + endHour - firstHour);
  for (let k = 0; k < bins; k++) days[k] = ((firstBin + k + 0.5) * HOURS_PER_BIN - endHour) / 24;
  for (let k = bins; k < days.length; k++) days[k] = (firstHour + (k - bins) + 0.5 - endHour) / 24;
  return days;
}

function unpackStore(store: SignalStore, layout: Layout, newestHour: number): Unpacked {
  const { firstBin, endBin, firstHour, endHour } = layout;
  const bins = endBin - firstBin;
  const mean = new Float64Array(bins + endHour - firstHour);
  const hours = new Float64Array(mean.length);
  for (let k = 0; k < bins; k++) {
    const slot = (firstBin + k) % BIN_SLOTS;
    let sum = store.binSum[slot]!;
    let count = store.binCount[slot]!;
    const start = (firstBin + k) * HOURS_PER_BIN;
    for (let h = max(start, newestHour - HOUR_SLOTS + 1); h < start + HOURS_PER_BIN; h++) {
      sum += store.hourSum[h % HOUR_SLOTS]!;
      count += store.hourCount[h % HOUR_SLOTS]!;
    }
    mean[k] = meanOf(sum, count);
    hours[k] = count;
  }
  for (let k = bins; k < mean.length; k++) {
    const slot = (firstHour + k - bins) % HOUR_SLOTS;
    mean[k] = meanOf(store.hourSum[slot]!, store.hourCount[slot]!);
    hours[k] = store.hourCount[slot]!;
  }
  return { mean, hours };
}
