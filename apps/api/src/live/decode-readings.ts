import { columnValues, decodeFrame, DecodedFrame, isMissing } from '@fettle/frame';

/** Readings of one signal: columns of equal length, epoch ms, null for not-a-number. */
export interface SignalReadings {
  readonly signal: string;
  readonly t: number[];
  readonly v: (number | null)[];
}

const memory = new DecodedFrame();

/** The readings of a frame by signal name, without those of unknown signals; nothing for what is not a frame. */
export function decodeReadings(bytes: Uint8Array, names: ReadonlyMap<number, string>): SignalReadings[] {
  const decoded = decodeFrame(bytes, memory);
  if (!decoded.ok) return [];
  const { frame } = decoded;
  return frame.columns.flatMap((column) => {
    const signal = names.get(column.signalId);
    if (signal === undefined) return [];
    const values = columnValues(column);
    const readings: SignalReadings = { signal, t: [], v: [] };
    for (let i = 0; i < frame.sampleCount; i++) {
      if (isMissing(column, i)) continue;
      readings.t.push(frame.times[i]!);
      readings.v.push(Number.isNaN(values[i]!) ? null : values[i]!);
    }
    return [readings];
  });
}
