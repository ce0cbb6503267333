import { AppError } from '@fettle/kernel';
import { AssetHistory } from './asset-history';
import { BIN_SLOTS, HOUR_SLOTS } from './signal-store';

const VERSION = 1;

interface Header {
  readonly newestHour: number;
  readonly oldestHour: number;
  readonly forecastHour: number;
  readonly devices: readonly (readonly [string, number])[];
  readonly signals: readonly string[];
}

/** The history as bytes; `decodeHistory` gives back one that answers every question with the same bits. */
export function encodeHistory(history: AssetHistory): Uint8Array {
  const header: Header = {
    newestHour: history.newestHour,
    oldestHour: history.oldestHour,
    forecastHour: history.forecastHour,
    devices: [...history.devices].sort(([a], [b]) => (a < b ? -1 : 1)),
    signals: [...history.signals.keys()],
  };
  const head = new TextEncoder().encode(JSON.stringify(header));
  const values = [...history.signals.values()].reduce(
    (sum, store) => sum + filled(store.hourCount) + filled(store.binCount),
    0,
  );
  const perSignal = HOUR_SLOTS + 2 * BIN_SLOTS;
  const bytes = new Uint8Array(5 + head.length + history.signals.size * perSignal + 8 * values);
  const out = new Cursor(bytes);
  out.u8(VERSION);
  out.u32(head.length);
  out.bytes(head);
  for (const store of history.signals.values()) {
    for (const count of store.hourCount) out.u8(count);
    for (const count of store.binCount) out.u16(count);
    store.hourCount.forEach((count, slot) => count > 0 && out.f64(store.hourSum[slot]!));
    store.binCount.forEach((count, slot) => count > 0 && out.f64(store.binSum[slot]!));
  }
  return bytes;
}

/**
 * The inverse. `names` are the signals to keep from now on: those that the bytes do not hold begin empty, those that are
 * no longer asked for are dropped. Throws `HISTORY.MALFORMED` on bytes of another version.
 */
export function decodeHistory(names: readonly string[], bytes: Uint8Array): AssetHistory {
  const input = new Cursor(bytes);
  if (input.readU8() !== VERSION) throw new AppError('HISTORY.MALFORMED', 'bytes of an unknown version');
  const header = JSON.parse(new TextDecoder().decode(input.readBytes(input.readU32()))) as Header;
  const history = new AssetHistory(names);
  history.newestHour = header.newestHour;
  history.oldestHour = header.oldestHour;
  history.forecastHour = header.forecastHour;
  for (const [device, hour] of header.devices) history.devices.set(device, hour);
  const dropped = new AssetHistory(header.signals);
  for (const name of header.signals) {
    const store = (history.signals.get(name) ?? dropped.signals.get(name))!;
    for (let slot = 0; slot < HOUR_SLOTS; slot++) store.hourCount[slot] = input.readU8();
    for (let slot = 0; slot < BIN_SLOTS; slot++) store.binCount[slot] = input.readU16();
    store.hourCount.forEach((count, slot) => count > 0 && (store.hourSum[slot] = input.readF64()));
    store.binCount.forEach((count, slot) => count > 0 && (store.binSum[slot] = input.readF64()));
  }
  return history;
}

function filled(counts: Uint8Array | Uint16Array): number {
  let n = 0;
  for (const count of counts) n += count > 0 ? 1 : 0;
  return n;
}

/** Little-endian reading and writing in sequence. */
class Cursor {
  private at = 0;
  private readonly view: DataView;

  constructor(private readonly buffer: Uint8Array) {
    this.view = new DataView(buffer.buffer, buffer.byteOffset, buffer.byteLength);
  }

  u8(value: number): void {
    this.view.setUint8(this.at, value);
    this.at += 1;
  }
  u16(value: number): void {
    this.view.setUint16(this.at, value, true);
    this.at += 2;
  }
  u32(value: number): void {
    this.view.setUint32(this.at, value, true);
    this.at += 4;
  }
  f64(value: number): void {
    this.view.setFloat64(this.at, value, true);
    this.at += 8;
  }
  bytes(value: Uint8Array): void {
    this.buffer.set(value, this.at);
    this.at += value.length;
  }
  readU8(): number {
    return this.view.getUint8((this.at += 1) - 1);
  }
  readU16(): number {
    return this.view.getUint16((this.at += 2) - 2, true);
  }
  readU32(): number {
    return this.view.getUint32((this.at += 4) - 4, true);
  }
  readF64(): number {
    return this.view.getFloat64((this.at += 8) - 8, true);
  }
  readBytes(length: number): Uint8Array {
    this.at += length;
    return this.buffer.subarray(this.at - length, this.at);
  }
}
