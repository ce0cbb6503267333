import { AppError } from '@fettle/kernel';
import type { PoolClient } from 'pg';
import { type RawRange, rawPages, type RawReading } from './raw-frames';
import { spanOf } from './device-times';

export interface ReadingsQuery extends RawRange {
  /** What the page before gave as `nextCursor`; null for the first. */
  readonly cursor: string | null;
  readonly limit: number;
}

export interface ReadingsPage {
  readonly items: readonly RawReading[];
  /** Null: there is nothing more. */
  readonly nextCursor: string | null;
}

/** Where a page begins: at an event time, behind so many readings of that very time. */
interface Place {
  readonly atMs: number;
  readonly skip: number;
}

/**
 * Readings as they were accepted, decoded from the frames, each once, those that came too late for a window too: by event
 * time, then signal. Paging sees no reading twice; readings that arrive meanwhile may be missed behind the cursor.
 * Throws `CURSOR.MALFORMED`.
 */
export async function readReadings(client: PoolClient, query: ReadingsQuery): Promise<ReadingsPage> {
  const place = query.cursor === null ? { atMs: query.fromMs, skip: 0 } : parseCursor(query.cursor);
  const range = { ...query, fromMs: Math.max(query.fromMs, place.atMs) };
  const skip = place.atMs >= query.fromMs ? place.skip : 0;
  const wanted = skip + query.limit + 1;
  let pending: RawReading[] = [];
  for await (const page of rawPages(client, range, await spanOf(client, query.deviceId))) {
    pending = pending.concat(page.readings).sort((a, b) => a.atMs - b.atMs || a.signalId - b.signalId);
    const complete = countBefore(pending, page.completeBeforeMs);
    if (complete >= wanted) break;
  }
  const items = pending.slice(skip, skip + query.limit);
  const next = pending[skip + query.limit];
  return { items, nextCursor: next === undefined ? null : cursorTo(pending, skip + query.limit) };
}

function countBefore(sorted: readonly RawReading[], beforeMs: number): number {
  const at = sorted.findIndex(({ atMs }) => atMs >= beforeMs);
  return at < 0 ? sorted.length : at;
}

function cursorTo(sorted: readonly RawReading[], index: number): string {
  const { atMs } = sorted[index]!;
  const first = sorted.findIndex((reading) => reading.atMs === atMs);
  return `${atMs}.${index - first}`;
}

function parseCursor(text: string): Place {
  const match = /^(-?\d{1,16})\.(\d{1,9})$/.exec(text);
  if (!match) throw new AppError('CURSOR.MALFORMED', 'the cursor is not one that a page of readings gave');
  return { atMs: Number(match[1]), skip: Number(match[2]) };
}
