import { ByteReader, ByteWriter, malformed } from './bytes';
import { DeviceWindows, type WindowingOptions } from './device-windows';
import type { OpenWindow } from './open-window';
import { readCell, readNumber, writeCell, writeNumber } from './window-cell.codec';
import { requireVersion } from './window-row.codec';

const VERSION = 1;

/**
 * A device's state in two parts that are written at different times: `base` (watermark, newest readings, open windows of
 * the shortest size) changes with every frame, `rollups` (open windows of the longer sizes) only when a window closes.
 * The same state gives the same bytes.
 */
export interface WindowState {
  readonly base: Uint8Array;
  readonly rollups: Uint8Array;
}

export function encodeBase(device: DeviceWindows): Uint8Array<ArrayBuffer> {
  const writer = begin(device);
  const empty = device.maxEventMs === -Infinity;
  writer.byte(empty ? 0 : 1);
  if (!empty) writer.signed(device.maxEventMs);
  for (let slot = 0; slot < device.slots.size; slot++) writeNewest(writer, device, slot);
  writeLevel(writer, device, 0);
  return writer.result();
}

export function encodeRollups(device: DeviceWindows): Uint8Array<ArrayBuffer> {
  const writer = begin(device);
  for (let level = 1; level < device.sizesMs.length; level++) writeLevel(writer, device, level);
  return writer.result();
}

/** A device that goes on exactly where the one that was encoded stood. Throws `WINDOW.MALFORMED`. */
export function restoreDeviceWindows(state: WindowState, options: WindowingOptions = {}): DeviceWindows {
  const device = new DeviceWindows(options);
  const base = new ByteReader(state.base);
  const slots = readSlots(base, device);
  if (base.byte() === 1) device.maxEventMs = base.signed();
  for (const slot of slots) readNewest(base, device, slot);
  readLevel(base, device, slots, 0);
  const rollups = new ByteReader(state.rollups);
  const rollupSlots = readSlots(rollups, device);
  for (let level = 1; level < device.sizesMs.length; level++) readLevel(rollups, device, rollupSlots, level);
  return device;
}

function begin({ slots }: DeviceWindows): ByteWriter {
  const writer = new ByteWriter();
  writer.byte(VERSION);
  writer.unsigned(slots.size);
  for (let slot = 0; slot < slots.size; slot++) {
    const { signalId, exponent, plain } = slots.at(slot);
    writer.unsigned(2 * signalId + (plain ? 1 : 0));
    writer.signed(exponent);
  }
  return writer;
}

/** The device's slots for those of the blob, by the blob's numbering. */
function readSlots(reader: ByteReader, device: DeviceWindows): number[] {
  requireVersion(reader, VERSION);
  const slots: number[] = [];
  for (let left = reader.length(); left > 0; left--) {
    const identity = reader.unsigned();
    const slot = { signalId: Math.floor(identity / 2), plain: identity % 2 === 1, exponent: reader.signed() };
    slots.push(device.slots.slotOf(slot));
  }
  return slots;
}

function writeNewest(writer: ByteWriter, device: DeviceWindows, slot: number): void {
  const atMs = device.newest[2 * slot] ?? -Infinity;
  writer.byte(atMs === -Infinity ? 0 : 1);
  if (atMs === -Infinity) return;
  writer.unsigned(device.maxEventMs - atMs);
  writeNumber(writer, device.newest[2 * slot + 1]!, device.slots.at(slot).plain);
}

function readNewest(reader: ByteReader, device: DeviceWindows, slot: number): void {
  if (reader.byte() !== 1) return;
  const atMs = device.maxEventMs - reader.unsigned();
  device.remember(slot, atMs, readNumber(reader, device.slots.at(slot).plain));
}

function writeLevel(writer: ByteWriter, device: DeviceWindows, level: number): void {
  const sizeMs = device.sizesMs[level]!;
  const windows = [...device.levels[level]!.values()]
    .filter((window) => occupied(window).length > 0)
    .sort((a, b) => a.startMs - b.startMs);
  writer.unsigned(windows.length);
  for (const window of windows) {
    writer.signed(window.startMs / sizeMs);
    const slots = occupied(window);
    writer.unsigned(slots.length);
    for (const slot of slots) {
      writer.unsigned(slot);
      writeCell(writer, window, device.slots.at(slot));
    }
  }
}

function occupied(window: OpenWindow): number[] {
  const slots: number[] = [];
  for (let slot = 0; slot < window.slots; slot++) if (window.count(slot) > 0) slots.push(slot);
  return slots;
}

function readLevel(reader: ByteReader, device: DeviceWindows, slots: readonly number[], level: number): void {
  for (let windows = reader.length(); windows > 0; windows--) {
    const window = device.open(level, reader.signed() * device.sizesMs[level]!);
    for (let cells = reader.length(); cells > 0; cells--) {
      const slot = slots[reader.unsigned()];
      if (slot === undefined) throw malformed('a cell of a signal that is not listed');
      readCell(reader, window, device.slots.at(slot));
    }
  }
}
