import fc from 'fast-check';
import type { LogRecord } from './port';
import { decodeRecords, encodeRecords } from './record-codec';

const record = fc.record({
  key: fc.string({ unit: 'binary' }).filter((text) => Buffer.from(text).toString() === text),
  value: fc.uint8Array({ maxLength: 300 }),
  headers: fc.dictionary(fc.stringMatching(/^[a-z-]{1,12}$/), fc.string()),
});

describe('record codec', () => {
  it('gives back keys, bytes and headers, with offsets counting up from the base', () => {
    fc.assert(
      fc.property(fc.array(record, { minLength: 1, maxLength: 40 }), fc.nat(), (records, base) => {
        const back = decodeRecords(encodeRecords(records), base);
        expect(back.map(({ offset }) => offset)).toEqual(records.map((_, i) => base + i));
        expect(
          back.map(({ key, value, headers }) => ({ key, value: [...value], headers: { ...headers } })),
        ).toEqual(
          records.map(({ key, value, headers }) => ({ key, value: [...value], headers: { ...headers } })),
        );
      }),
    );
  });

  it('a key that repeats costs at most two bytes a record', () => {
    const value = Buffer.alloc(10);
    const size = (count: number): number =>
      encodeRecords(Array.from({ length: count }, (): LogRecord => ({ key: 'k'.repeat(73), value }))).length;
    expect(size(1_001) - size(1)).toBeLessThanOrEqual(1_000 * (10 + 2 + 2));
  });

  it('damaged bytes are refused or read as something, never more: no crash, no memory beyond their size', () => {
    const good = encodeRecords([{ key: 'key', value: Buffer.from('value'), headers: { a: 'b' } }]);
    fc.assert(
      fc.property(fc.nat(good.length - 1), fc.nat(255), fc.nat(good.length), (at, byte, length) => {
        const damaged = Buffer.from(good.subarray(0, length));
        if (at < damaged.length) damaged[at] = byte;
        try {
          expect(decodeRecords(damaged, 0).length).toBeLessThanOrEqual(damaged.length);
        } catch (error) {
          expect(error).toMatchObject({ code: 'LOG.CORRUPT' });
        }
      }),
    );
  });
});
