import type { LateReadings, ReadingColumn } from './readings';

const NONE: readonly LateReadings[] = [];

/** Counts readings that came too late, by signal, with the range of their event times. */
export class LateTally {
  private bySignal: Map<number, { count: number; firstMs: number; lastMs: number }> | undefined;

  add(column: ReadingColumn, times: Float64Array, from: number, to: number): void {
    let count = 0;
    let [firstMs, lastMs] = [Infinity, -Infinity];
    for (let i = from; i < to; i++) {
      if (!Number.isFinite(column.mantissas[i])) continue;
      count++;
      firstMs = Math.min(firstMs, times[i]!);
      lastMs = Math.max(lastMs, times[i]!);
    }
    if (count === 0) return;
    this.bySignal ??= new Map();
    const known = this.bySignal.get(column.signalId);
    this.bySignal.set(column.signalId, {
      count: count + (known?.count ?? 0),
      firstMs: Math.min(firstMs, known?.firstMs ?? Infinity),
      lastMs: Math.max(lastMs, known?.lastMs ?? -Infinity),
    });
  }

  /** By rising signal id. */
  result(): readonly LateReadings[] {
    if (!this.bySignal) return NONE;
    return [...this.bySignal]
      .map(([signalId, tally]) => ({ reason: 'WINDOW.CLOSED' as const, signalId, ...tally }))
      .sort((a, b) => a.signalId - b.signalId);
  }
}
