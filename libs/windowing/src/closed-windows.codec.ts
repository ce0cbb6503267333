import type { WindowClosed } from '@fettle/contracts';
import { parseDeviceKey } from '@fettle/kernel';
import { ByteReader, ByteWriter } from './bytes';
import type { ClosedWindow } from './device-windows';
import { readSignals, requireVersion, writeSignals } from './window-row.codec';

const VERSION = 1;

/** Packs windows of one device, as they travel on `telemetry.windows.v1`. Windows in, the same windows out, same order. */
export function encodeClosedWindows(windows: readonly ClosedWindow[]): Uint8Array<ArrayBuffer> {
  const writer = new ByteWriter();
  writer.byte(VERSION);
  writer.unsigned(windows.length);
  let sizeMs = 0;
  let endMs = 0;
  for (const window of windows) {
    // Windows of one size follow each other: the distance from the end of the last one, in windows, is mostly 0.
    if (window.sizeMs !== sizeMs) endMs = 0;
    writer.signed((window.startMs - endMs) / window.sizeMs);
    writer.unsigned(window.sizeMs === sizeMs ? 0 : window.sizeMs);
    writeSignals(writer, window.signals);
    sizeMs = window.sizeMs;
    endMs = window.startMs + sizeMs;
  }
  return writer.result();
}

/** The inverse of {@link encodeClosedWindows}. Throws `WINDOW.MALFORMED`. */
export function decodeClosedWindows(bytes: Uint8Array): ClosedWindow[] {
  const reader = new ByteReader(bytes);
  requireVersion(reader, VERSION);
  const windows: ClosedWindow[] = [];
  let sizeMs = 0;
  let endMs = 0;
  for (let left = reader.length(); left > 0; left--) {
    const distance = reader.signed();
    const changed = reader.unsigned();
    if (changed !== 0) [sizeMs, endMs] = [changed, 0];
    const startMs = endMs + distance * sizeMs;
    windows.push({ sizeMs, startMs, signals: readSignals(reader) });
    endMs = startMs + sizeMs;
  }
  return windows;
}

/** What a record on `telemetry.windows.v1` carries, in whatever log it lies. */
export interface WindowsRecord {
  /** `tenant/device`. */
  readonly key: string;
  readonly value: Uint8Array;
  /** `asset` and `assetType`. */
  readonly headers: Readonly<Record<string, string>>;
}

/** A record for the windows that one batch closed for one device. */
export function toWindowsRecord(
  key: string,
  asset: { readonly assetId: string; readonly assetTypeId: string },
  windows: readonly ClosedWindow[],
): WindowsRecord {
  return {
    key,
    value: encodeClosedWindows(windows),
    headers: { asset: asset.assetId, assetType: asset.assetTypeId },
  };
}

/** The windows of such a record, as events. Throws `WINDOW.MALFORMED` or `KEY.MALFORMED`. */
export function fromWindowsRecord({ key, value, headers }: WindowsRecord): WindowClosed[] {
  const identity = {
    ...parseDeviceKey(key),
    assetId: headers['asset'] ?? '',
    assetTypeId: headers['assetType'] ?? '',
  };
  return decodeClosedWindows(value).map((window) => ({ ...identity, ...window }));
}
