import fc from 'fast-check';
import { OUTBOX_HEADER } from '../headers';
import type { StoredRecord } from '../port';
import { cut } from './kafka-partition';

const LIMITS = { maxBatchRecords: 5, maxBatchBytes: 1_000 };

function published(sequences: readonly (number | undefined)[]): {
  records: StoredRecord[];
  nextOffset: number;
} {
  const records = sequences.map((sequence, offset): StoredRecord => ({
    key: 'k',
    value: Buffer.alloc(1),
    headers: sequence === undefined ? {} : { [OUTBOX_HEADER]: String(sequence) },
    offset,
  }));
  return { records, nextOffset: records.length };
}

describe('cutting what was fetched', () => {
  it('hands out each outbox record once, however often relays restarted, and direct records always', () => {
    // Each run begins at most one behind the highest number published before it, as a relay's does.
    const runs = fc.array(fc.tuple(fc.nat(5), fc.integer({ min: 1, max: 8 }), fc.boolean()), {
      maxLength: 8,
    });
    fc.assert(
      fc.property(runs, (restarts) => {
        const log: (number | undefined)[] = [];
        let highest = -1;
        for (const [back, length, direct] of restarts) {
          const start = Math.max(0, highest + 1 - back);
          for (let n = start; n < start + length; n++) log.push(n);
          highest = Math.max(highest, start + length - 1);
          if (direct) log.push(undefined);
        }
        const fetched = published(log);
        const given = cut(fetched, 0, -1, LIMITS).flatMap(({ records }) => records);
        const sequences = given
          .map(({ headers }) => headers[OUTBOX_HEADER])
          .filter((text) => text !== undefined);
        expect(sequences.map(Number)).toEqual(Array.from({ length: highest + 1 }, (_, n) => n));
        expect(given.length - sequences.length).toBe(log.filter((n) => n === undefined).length);
      }),
    );
  });

  it('batches are bounded, leave out what lies before the position, and end where the fetch ended', () => {
    const parts = cut(published(Array.from({ length: 23 }, () => undefined)), 4, -1, LIMITS);
    expect(parts.map(({ records }) => records.length)).toEqual([5, 5, 5, 4]);
    expect(parts[0]!.records[0]!.offset).toBe(4);
    expect(parts.map(({ nextOffset }) => nextOffset)).toEqual([9, 14, 19, 23]);
  });

  it('a run of nothing but repetitions still moves the position', () => {
    expect(cut(published([1, 2, 3]), 0, 3, LIMITS)).toEqual([{ records: [], nextOffset: 3 }]);
  });
});
