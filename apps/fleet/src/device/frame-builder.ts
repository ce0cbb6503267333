import type { AssetType, SignalDefinition } from '@fettle/domains';
import { encodeFrame, quantizedColumn, type ColumnInput } from '@fettle/frame';

/** Collects samples of one device and makes a frame of them, values at each signal's declared resolution. */
export class FrameBuilder {
  private times: number[] = [];
  private samples: Readonly<Record<string, number>>[] = [];

  constructor(private readonly assetType: AssetType) {}

  get sampleCount(): number {
    return this.times.length;
  }

  /** Event time of the first sample held; NaN when there is none. */
  get firstMs(): number {
    return this.times[0] ?? NaN;
  }

  /** Returns false, and takes nothing, when the sample holds no reading of a declared signal. */
  add(atMs: number, values: Readonly<Record<string, number>>): boolean {
    if (!this.assetType.signals.some(({ name }) => values[name] !== undefined)) return false;
    this.times.push(atMs);
    this.samples.push(values);
    return true;
  }

  /** The frame of what was added since the last one, and how many readings it holds; null when nothing was. */
  take(bootId: number, sequence: number): { readonly payload: Uint8Array; readonly readings: number } | null {
    if (this.times.length === 0) return null;
    const { times, samples } = this;
    this.times = [];
    this.samples = [];
    let readings = 0;
    const columns: ColumnInput[] = [];
    for (const signal of this.assetType.signals) {
      const values = samples.map((sample) => sample[signal.name] ?? null);
      const present = values.reduce<number>((count, value) => count + (value === null ? 0 : 1), 0);
      if (present === 0) continue;
      readings += present;
      columns.push(column(signal, values));
    }
    return { payload: encodeFrame({ bootId, sequence, times, columns }), readings };
  }
}

function column(signal: SignalDefinition, values: readonly (number | null)[]): ColumnInput {
  const scaled = quantizedColumn(signal.id, signal.exponent, values);
  return signal.kind === 'probability' || signal.kind === 'label' ? { ...scaled, kind: signal.kind } : scaled;
}
