import { BitReader } from './bits/bit-reader';
import { checkEnvelope } from './decode-frame';
import type { DecodeResult, FrameHeader } from './frame.types';
import { HeaderFields, readHeader } from './header/header-reader';
import { readTimes } from './header/times';
import { IntegerListReader } from './modes/integer-list';

/**
 * The header alone, checksum checked, columns' numbers not looked at: what ingest needs to accept or refuse.
 * An ok here does not promise that {@link decodeFrame} accepts the rest. Never throws for bytes.
 */
export function readFrameHeader(bytes: Uint8Array): DecodeResult<FrameHeader> {
  const envelope = checkEnvelope(bytes);
  if (envelope !== null) return { ok: false, reason: envelope };
  const reader = new BitReader();
  const fields = new HeaderFields();
  reader.load(bytes, bytes.length - 2);
  readHeader(reader, fields);
  if (reader.reason !== null) return { ok: false, reason: reader.reason };
  const times = new Float64Array(fields.sampleCount);
  readTimes(reader, new IntegerListReader(reader, () => null), times, fields);
  if (reader.reason !== null) return { ok: false, reason: reader.reason };
  let minTimeMs = Infinity;
  let maxTimeMs = -Infinity;
  for (const time of times) {
    if (time < minTimeMs) minTimeMs = time;
    if (time > maxTimeMs) maxTimeMs = time;
  }
  const { bootId, sequence, contentIdentity, sampleCount, signalIds } = fields;
  const frame = {
    bootId,
    sequence,
    contentIdentity,
    sampleCount,
    signalIds,
    baseTimeMs: times[0]!,
    minTimeMs,
    maxTimeMs,
  };
  return { ok: true, frame };
}
