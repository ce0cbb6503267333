import type { DecodedFrame } from '@fettle/frame';
import type { StoredRecord } from '@fettle/event-log';
import type { RejectReason } from '@fettle/contracts';
import type { DeviceEntry } from '@fettle/persistence';

/** A record that holds a whole, readable frame. */
export interface ArrivedFrame {
  readonly record: StoredRecord;
  readonly bootId: number;
  readonly sequence: number;
  /** True when boot and sequence are a digest: duplicates can be seen, gaps cannot. */
  readonly contentIdentity: boolean;
  readonly samples: number;
  /** Oldest and newest event time. */
  readonly minMs: number;
  readonly maxMs: number;
  /** When ingest took it, platform time. */
  readonly receivedMs: number;
  readonly door: string | null;
}

/** What came of one device in a batch, in the order of the log. */
export interface DeviceArrivals {
  readonly key: string;
  readonly device: DeviceEntry;
  readonly frames: ArrivedFrame[];
  /** Copies of frames of the same batch. */
  duplicates: number;
}

/** A record that cannot be counted, and why. */
export interface RefusedRecord {
  readonly record: StoredRecord;
  readonly reason: RejectReason;
  readonly detail: string;
}

/** A batch, sorted by device. */
export interface Arrivals {
  readonly devices: readonly DeviceArrivals[];
  readonly refused: readonly RefusedRecord[];
}

/** Describes a record whose frame has just been decoded. */
export function describeFrame(record: StoredRecord, frame: DecodedFrame): ArrivedFrame {
  const { times, sampleCount } = frame;
  let minMs = times[0]!;
  let maxMs = minMs;
  for (let i = 1; i < sampleCount; i++) {
    const atMs = times[i]!;
    if (atMs < minMs) minMs = atMs;
    else if (atMs > maxMs) maxMs = atMs;
  }
  const { receivedMs, door } = record.headers;
  return {
    record,
    bootId: frame.bootId,
    sequence: frame.sequence,
    contentIdentity: frame.contentIdentity,
    samples: sampleCount,
    minMs,
    maxMs,
    receivedMs: receivedMs === undefined ? maxMs : Number(receivedMs),
    door: door ?? null,
  };
}
