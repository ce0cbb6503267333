import type { SignalAggregate } from '@fettle/contracts';
import { AppError } from '@fettle/kernel';
import { decimalValue } from './decimal';
import { finishSignal } from './finish';
import { LateTally } from './late-tally';
import type { OpenWindow } from './open-window';
import type { LateReadings, ReadingBatch } from './readings';
import { type ScaledColumn, toScaled } from './scaled-column';
import { SlotTable } from './slot-table';
import { freshWindow, recycle } from './window-pool';
import { DEFAULT_ALLOWED_LATENESS_MS, WINDOW_SIZES, windowStart } from './window-sizes';

/** A window that will not change any more: every reading that it can still get counts as late. */
export interface ClosedWindow {
  readonly sizeMs: number;
  /** Start in event time; the window is [startMs, startMs + sizeMs). */
  readonly startMs: number;
  /** By rising signal id; never empty. */
  readonly signals: readonly SignalAggregate[];
}

/** The newest reading of a signal by event time; of several at one time the one with the largest value. */
export interface LatestReading {
  readonly signalId: number;
  readonly atMs: number;
  readonly value: number;
}

export interface WindowingOptions {
  /** Default one minute. */
  readonly allowedLatenessMs?: number;
  /** Rising, each a multiple of the one before. Default: the registry. */
  readonly sizesMs?: readonly number[];
}

/** Consecutive samples that fall into one window. */
interface Run {
  readonly window: OpenWindow;
  readonly from: number;
  readonly to: number;
}

/**
 * The windows of one device. Frames go in one by one, in the order of the log; whether a reading is late is decided by
 * the frames before its own, so that neither batching nor a restart changes any result. The watermark never regresses.
 *
 * Law: any order of frames in which no reading is late gives the same closed windows, bit for bit.
 */
export class DeviceWindows {
  readonly allowedLatenessMs: number;
  readonly sizesMs: readonly number[];
  /** Open windows by size, each by start. */
  readonly levels: readonly Map<number, OpenWindow>[];
  readonly slots = new SlotTable();
  /** Newest event time seen, -Infinity before the first reading. */
  maxEventMs = -Infinity;
  /** The window that readings fell into last; the next ones mostly fall into it too. */
  private current: OpenWindow | undefined;
  /** Earliest end of an open window: until then there is nothing to close. */
  private nextEndMs = Infinity;
  /** Newest reading by slot: event time and mantissa alternate. */
  newest: number[] = [];

  constructor(options: WindowingOptions = {}) {
    this.allowedLatenessMs = options.allowedLatenessMs ?? DEFAULT_ALLOWED_LATENESS_MS;
    this.sizesMs = options.sizesMs ?? WINDOW_SIZES;
    requireNesting(this.sizesMs);
    this.levels = this.sizesMs.map(() => new Map<number, OpenWindow>());
  }

  /** Windows that end at or before this event time are closed. */
  get watermarkMs(): number {
    return this.maxEventMs - this.allowedLatenessMs;
  }

  /** Counts a frame's readings, then moves the watermark. Returns those that came too late, by signal; mostly none. */
  add(batch: ReadingBatch): readonly LateReadings[] {
    const late = new LateTally();
    const runs = this.cut(batch, late);
    for (const column of batch.columns) this.count(toScaled(column, batch.samples), batch.times, runs);
    return late.result();
  }

  /**
   * Takes out the windows that the watermark has passed: shortest size first, oldest first. Calling it after each frame
   * or once after many gives the same windows.
   */
  close(): ClosedWindow[] {
    const closed: ClosedWindow[] = [];
    if (this.watermarkMs < this.nextEndMs) return closed;
    this.nextEndMs = Infinity;
    this.current = undefined;
    for (let level = 0; level < this.sizesMs.length; level++) {
      const sizeMs = this.sizesMs[level]!;
      for (const window of this.takeDue(level, sizeMs)) {
        const signals = this.finish(window);
        if (signals.length > 0) closed.push({ sizeMs, startMs: window.startMs, signals });
        this.passOn(level, window);
        recycle(window);
      }
    }
    return closed;
  }

  /** The newest reading of each signal, by rising signal id. */
  latest(): LatestReading[] {
    const result: LatestReading[] = [];
    for (const group of this.slots.grouped()) {
      let found: LatestReading | undefined;
      for (const { signalId, exponent, slot } of group) {
        const atMs = this.newest[2 * slot];
        if (atMs === undefined || atMs === -Infinity) continue;
        const value = decimalValue(this.newest[2 * slot + 1]!, exponent);
        if (!found || atMs > found.atMs || (atMs === found.atMs && value > found.value))
          found = { signalId, atMs, value };
      }
      if (found) result.push(found);
    }
    return result;
  }

  /** The open window of a level that starts here; made when there is none. */
  open(level: number, startMs: number): OpenWindow {
    if (level === 0 && this.current?.startMs === startMs) return this.current;
    const windows = this.levels[level]!;
    let window = windows.get(startMs);
    if (window === undefined) {
      window = freshWindow(startMs);
      windows.set(startMs, window);
      this.nextEndMs = Math.min(this.nextEndMs, startMs + this.sizesMs[level]!);
    }
    if (level === 0) this.current = window;
    return window;
  }

  /** Consecutive samples of one window each; those of windows already closed are tallied as late instead. */
  private cut({ times, samples, columns }: ReadingBatch, late: LateTally): Run[] {
    const size = this.sizesMs[0]!;
    const closedUntil = this.watermarkMs;
    const runs: Run[] = [];
    for (let from = 0, to = 0; from < samples; from = to) {
      const start = windowStart(times[from]!, size);
      const end = start + size;
      while (to < samples && times[to]! >= start && times[to]! < end) to++;
      if (to === from) throw new AppError('WINDOW.BAD_TIME', 'an event time is a finite number');
      if (end > closedUntil) runs.push({ window: this.open(0, start), from, to });
      else for (const column of columns) late.add(column, times, from, to);
    }
    return runs;
  }

  private count(column: ScaledColumn, times: Float64Array, runs: readonly Run[]): void {
    const slot = this.slots.slotOf(column);
    for (const { window, from, to } of runs) {
      if (window.addRun(slot, column, times, from, to) === 0) continue;
      const newestMs = window.lastMs(slot);
      if (newestMs > this.maxEventMs) this.maxEventMs = newestMs;
      this.remember(slot, newestMs, window.last(slot));
    }
  }

  /** Takes note of a reading of a slot if it is the newest. */
  remember(slot: number, atMs: number, mantissa: number): void {
    while (this.newest.length <= 2 * slot + 1) this.newest.push(-Infinity);
    const known = this.newest[2 * slot]!;
    if (atMs < known || (atMs === known && mantissa <= this.newest[2 * slot + 1]!)) return;
    this.newest[2 * slot] = atMs;
    this.newest[2 * slot + 1] = mantissa;
  }

  private takeDue(level: number, sizeMs: number): OpenWindow[] {
    const windows = this.levels[level]!;
    const due: OpenWindow[] = [];
    const watermarkMs = this.watermarkMs;
    for (const window of windows.values()) {
      const endMs = window.startMs + sizeMs;
      if (endMs <= watermarkMs) due.push(window);
      else if (endMs < this.nextEndMs) this.nextEndMs = endMs;
    }
    for (const window of due) windows.delete(window.startMs);
    return due.sort((a, b) => a.startMs - b.startMs);
  }

  private finish(window: OpenWindow): SignalAggregate[] {
    const signals: SignalAggregate[] = [];
    for (const group of this.slots.grouped()) {
      const cells = group.length === 1 ? group : group.filter(({ slot }) => window.count(slot) > 0);
      if (cells.length > 0 && window.count(cells[0]!.slot) > 0) signals.push(finishSignal(window, cells));
    }
    return signals;
  }

  private passOn(level: number, window: OpenWindow): void {
    const longer = this.sizesMs[level + 1];
    if (longer === undefined) return;
    const target = this.open(level + 1, windowStart(window.startMs, longer));
    for (let slot = 0; slot < window.slots; slot++) {
      if (window.count(slot) > 0) target.mergeCell(slot, this.slots.at(slot).exponent, window);
    }
  }
}

function requireNesting(sizesMs: readonly number[]): void {
  const nested = sizesMs.every(
    (size, i) => size > 0 && (i === 0 || (size > sizesMs[i - 1]! && size % sizesMs[i - 1]! === 0)),
  );
  if (sizesMs.length === 0 || !nested) {
    throw new AppError('WINDOW.BAD_SIZES', 'window sizes rise, each a multiple of the one before');
  }
}
