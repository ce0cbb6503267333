import type { Page } from '@fettle/contracts';
import type { z } from 'zod';
import { apiError } from './api-error-status';

/** Where a list goes on: the sort key of its last row, opaque to the caller. */
export class PageCursor<T extends z.ZodType> {
  constructor(private readonly key: T) {}

  /** The key that a cursor holds; undefined for none. Throws `CURSOR.INVALID`. */
  read(cursor: string | undefined): z.infer<T> | undefined {
    if (cursor === undefined) return undefined;
    const parsed = this.key.safeParse(parseJson(Buffer.from(cursor, 'base64url').toString()));
    if (!parsed.success) throw apiError('CURSOR.INVALID', 'the cursor is not one that this list gave out');
    return parsed.data;
  }

  /**
   * The page of `rows`, which were asked for with one more than `limit`: that one says whether there is a next page.
   */
  page<Row, Item>(
    rows: readonly Row[],
    limit: number,
    show: { readonly key: (row: Row) => z.infer<T>; readonly item: (row: Row) => Item },
  ): Page<Item> {
    const shown = rows.slice(0, limit);
    const last = rows.length > limit ? shown.at(-1) : undefined;
    return {
      items: shown.map(show.item),
      nextCursor:
        last === undefined ? null : Buffer.from(JSON.stringify(show.key(last))).toString('base64url'),
    };
  }
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
