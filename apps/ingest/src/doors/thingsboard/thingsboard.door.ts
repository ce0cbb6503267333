import { errorCode } from '@fettle/kernel';
import type { DeviceDirectory, DeviceEntry } from '@fettle/persistence';
import { type Door, type DoorContext, type Opened, refused } from '../door';
import type { FrameWriter } from '../frame-writer';
import { addValues, isFields, orEmpty, parseJson, readTime } from '../json/json.door';
import { ReadingRows } from '../reading-rows';

interface Entry {
  readonly tMs: number | null;
  readonly values: Readonly<Record<string, unknown>>;
}

/** Names that a tenant's own signals may have. */
const REGISTRABLE = /^[\p{L}\p{N}_][\p{L}\p{N}_.\-/ ]{0,63}$/u;

/**
 * The ThingsBoard device API's telemetry: `{"key": value}`, `{"ts": ms, "values": {…}}`, or an array of either. Keys that
 * the asset does not know yet become signals of its own, up to a bound; those beyond it are refused.
 */
export class ThingsBoardDoor implements Door {
  constructor(
    private readonly writer: FrameWriter,
    private readonly directory: Pick<DeviceDirectory, 'registerSignals'>,
  ) {}

  open(payload: Uint8Array, context: DoorContext): Opened | Promise<Opened> {
    const message = parseJson(payload);
    if (message === undefined) return refused('JSON.MALFORMED', 'not JSON');
    const entries = readEntries(message);
    if (typeof entries === 'string') return refused('JSON.MALFORMED', entries);
    const unknown = unknownKeys(entries, context.device);
    if (unknown.length === 0) return this.write(entries, context.device, context.nowMs, false);
    return this.register(context.device, unknown).then(({ device, isFull }) =>
      this.write(entries, device, context.nowMs, isFull),
    );
  }

  private write(entries: readonly Entry[], device: DeviceEntry, nowMs: number, isFull: boolean): Opened {
    const rows = new ReadingRows(device, nowMs);
    for (const { tMs, values } of entries) {
      rows.at(tMs);
      addValues(rows, values);
    }
    const opened = orEmpty(this.writer.write(rows));
    if (!isFull) return opened;
    return {
      ...opened,
      refusals: opened.refusals.map((refusal) =>
        refusal.reason === 'SIGNAL.UNKNOWN' ? { ...refusal, reason: 'SIGNAL.TOO_MANY' } : refusal,
      ),
    };
  }

  private async register(
    device: DeviceEntry,
    names: readonly string[],
  ): Promise<{ device: DeviceEntry; isFull: boolean }> {
    try {
      return { device: await this.directory.registerSignals(device, names), isFull: false };
    } catch (error) {
      if (errorCode(error) !== 'SIGNAL.TOO_MANY') throw error;
      return { device, isFull: true };
    }
  }
}

function readEntries(message: unknown): readonly Entry[] | string {
  const entries: Entry[] = [];
  for (const item of Array.isArray(message) ? (message as unknown[]) : [message]) {
    if (!isFields(item)) return 'expected {"key": value}, {"ts": ms, "values": {…}} or an array of those';
    const { ts, values } = item;
    if (!isFields(values)) {
      entries.push({ tMs: null, values: item });
      continue;
    }
    const tMs = readTime(ts);
    if (tMs === undefined) return '"ts" is not a whole number of milliseconds since 1970';
    entries.push({ tMs, values });
  }
  return entries;
}

/** Keys with a value that could be a reading, and a name that could be a signal's. */
function unknownKeys(entries: readonly Entry[], { signals }: DeviceEntry): readonly string[] {
  let unknown: Set<string> | null = null;
  for (const { values } of entries) {
    for (const key in values) {
      if (signals.has(key) || unknown?.has(key)) continue;
      const type = typeof values[key];
      if ((type !== 'number' && type !== 'boolean') || !REGISTRABLE.test(key)) continue;
      unknown ??= new Set();
      unknown.add(key);
    }
  }
  return unknown === null ? [] : [...unknown];
}
