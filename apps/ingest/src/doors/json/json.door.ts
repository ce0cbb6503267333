import type { Door, DoorContext, Opened } from '../door';
import { refused } from '../door';
import type { FrameWriter } from '../frame-writer';
import { ReadingRows, short } from '../reading-rows';

type Fields = Readonly<Record<string, unknown>>;

/** The JSON value of a payload, or undefined when it is not JSON in UTF-8. */
export function parseJson(payload: Uint8Array): unknown {
  try {
    return JSON.parse(Buffer.from(payload.buffer, payload.byteOffset, payload.length).toString('utf8'));
  } catch {
    return undefined;
  }
}

/** True for what JSON calls an object. */
export function isFields(value: unknown): value is Fields {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/** Event time in ms; null: none was given; undefined: what was given is not one. */
export function readTime(value: unknown): number | null | undefined {
  if (value === undefined) return null;
  return typeof value === 'number' && Number.isSafeInteger(value) && value >= 0 ? value : undefined;
}

/** Adds every value of one time. `true` and `false` are 1 and 0; `null` is how JSON spells not-a-number. */
export function addValues(rows: ReadingRows, values: Fields): void {
  for (const name in values) {
    const value = values[name];
    if (typeof value === 'number') rows.add(name, value);
    else if (typeof value === 'boolean') rows.add(name, value ? 1 : 0);
    else if (value === null) rows.add(name, Number.NaN);
    else
      rows.refuse(
        'READING.NOT_A_NUMBER',
        `${short(name)} is ${Array.isArray(value) ? 'a list' : `a ${typeof value}`}`,
      );
  }
}

/**
 * `{"ts": ms, "values": {"signal": number}}` or an array of those. A message with a part that has another shape is
 * refused whole; readings that cannot count are refused one by one.
 */
export class JsonDoor implements Door {
  constructor(private readonly writer: FrameWriter) {}

  open(payload: Uint8Array, { device, nowMs }: DoorContext): Opened {
    const message = parseJson(payload);
    if (message === undefined) return refused('JSON.MALFORMED', 'not JSON');
    const rows = new ReadingRows(device, nowMs);
    for (const entry of Array.isArray(message) ? (message as unknown[]) : [message]) {
      const fault = addEntry(rows, entry);
      if (fault !== null) return refused('JSON.MALFORMED', fault);
    }
    return orEmpty(this.writer.write(rows));
  }
}

/** A message in which there was nothing to read is refused, as it would else vanish without a reason. */
export function orEmpty(opened: Opened): Opened {
  const isEmpty = opened.frames.length === 0 && opened.refusals.length === 0;
  return isEmpty ? refused('JSON.MALFORMED', 'no values') : opened;
}

function addEntry(rows: ReadingRows, entry: unknown): string | null {
  if (!isFields(entry)) return 'expected {"ts": ms, "values": {…}} or an array of those';
  const { ts, values } = entry;
  const tMs = readTime(ts);
  if (tMs === undefined) return '"ts" is not a whole number of milliseconds since 1970';
  if (!isFields(values)) return '"values" is not an object';
  rows.at(tMs);
  addValues(rows, values);
  return null;
}
