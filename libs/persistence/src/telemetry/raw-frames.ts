import { columnValues, type DecodedColumn, DecodedFrame, decodeFrame, SAMPLE_STATE } from '@fettle/frame';
import { AppError } from '@fettle/kernel';
import type { PoolClient } from 'pg';

/** One value of one signal; null where the sensor said not-a-number. */
export interface RawReading {
  readonly atMs: number;
  readonly signalId: number;
  readonly value: number | null;
}

/** Which readings of a device: event times in [fromMs, toMs), of one signal or of all. */
export interface RawRange {
  readonly deviceId: string;
  readonly signalId: number | null;
  readonly fromMs: number;
  readonly toMs: number;
}

interface FrameRow {
  readonly base_ms: string;
  readonly boot_id: string;
  readonly sequence: string;
  readonly bytes: Buffer;
}

const PAGE = `
  SELECT base_ms, boot_id, sequence, bytes FROM frames
  WHERE device_id = $1 AND base_ms >= $2 AND base_ms < $3 AND last_ms >= $4 AND (base_ms, boot_id, sequence) > ($5, $6, $7)
  ORDER BY base_ms, boot_id, sequence LIMIT $8`;

/** Frames in the first page: each may hold tens of thousands of readings, or one. */
const FIRST_PAGE = 32;
const LARGEST_PAGE = 2_000;
const READINGS_A_PAGE = 20_000;

/** Readings decoded together, and the time up to which (exclusive) no later page has any. */
export interface RawPage {
  readonly readings: readonly RawReading[];
  readonly completeBeforeMs: number;
}

/**
 * The readings of stored frames, a page of frames at a time. Within a page they lie frame by frame, by rising oldest
 * event time; a device's frames may overlap, hence `completeBeforeMs`. `maxSpanMs` is the longest frame of the device.
 */
export async function* rawPages(
  client: PoolClient,
  range: RawRange,
  maxSpanMs: number,
): AsyncGenerator<RawPage> {
  const { deviceId, fromMs, toMs } = range;
  const frame = new DecodedFrame();
  let after: readonly (string | number)[] = [Number.MIN_SAFE_INTEGER, -1, -1];
  for (let limit = FIRST_PAGE; ;) {
    const values = [deviceId, fromMs - maxSpanMs, toMs, fromMs, ...after, limit];
    const { rows } = await client.query<FrameRow>(PAGE, values);
    const readings = rows.flatMap(({ bytes }) => readingsIn(frame, bytes, range));
    const last = rows.at(-1);
    const more = last !== undefined && rows.length === limit;
    yield { readings, completeBeforeMs: more ? Number(last.base_ms) : Infinity };
    if (!more) return;
    after = [last.base_ms, last.boot_id, last.sequence];
    const perFrame = Math.max(1, readings.length / rows.length);
    limit = Math.max(1, Math.min(LARGEST_PAGE, Math.ceil(READINGS_A_PAGE / perFrame)));
  }
}

function readingsIn(frame: DecodedFrame, bytes: Uint8Array, range: RawRange): RawReading[] {
  const result = decodeFrame(bytes, frame);
  if (!result.ok)
    throw new AppError('TELEMETRY.DAMAGED', `a stored frame is no longer readable: ${result.reason}`);
  const readings: RawReading[] = [];
  for (const column of frame.columns) {
    if (range.signalId === null || range.signalId === column.signalId)
      collect(readings, frame, column, range);
  }
  return readings;
}

function collect(
  into: RawReading[],
  frame: DecodedFrame,
  column: DecodedColumn,
  { fromMs, toMs }: RawRange,
): void {
  const values = columnValues(column);
  for (let i = 0; i < frame.sampleCount; i++) {
    const atMs = frame.times[i]!;
    if (atMs < fromMs || atMs >= toMs) continue;
    const state = column.states === null ? SAMPLE_STATE.PRESENT : column.states[i];
    if (state === SAMPLE_STATE.MISSING) continue;
    into.push({ atMs, signalId: column.signalId, value: state === SAMPLE_STATE.PRESENT ? values[i]! : null });
  }
}
