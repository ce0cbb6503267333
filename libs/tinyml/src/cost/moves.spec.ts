import { copied, filled, placeOf, pointersOf } from './moves';

const word = { offset: 0, step: 4 };

describe('moves', () => {
  it('copies are made by lines, words, and what is left', () => {
    expect(copied(64 + 2 * 16 + 3 * 4 + 1, word, word)).toEqual({
      copies: 1,
      crookedCopies: 0,
      slowCopies: 0,
      slowBytes: 0,
      copiedLines: 1,
      copiedShortLines: 2,
      copiedWords: 3,
      copiedRests: 1,
    });
  });

  it('between places that are no words they begin by bytes, and the shortest are made of them', () => {
    const behind = { offset: 1, step: 4 };
    expect(copied(12, behind, word)).toMatchObject({ crookedCopies: 1, slowCopies: 0, copiedWords: 3 });
    expect(copied(7, word, behind)).toMatchObject({
      slowCopies: 1,
      slowBytes: 7,
      copiedWords: 0,
      copiedRests: 0,
    });
    expect(copied(3, behind, behind)).toMatchObject({ slowCopies: 0, copiedRests: 1 });
  });

  it('places that counters move are words now and then', () => {
    expect(copied(12, { offset: 0, step: 2 }, word)).toMatchObject({ crookedCopies: 0.5 });
    expect(copied(12, { offset: 1, step: 2 }, word)).toMatchObject({ crookedCopies: 1 });
    expect(copied(12, { offset: 3, step: 1 }, word)).toMatchObject({ crookedCopies: 0.75 });
  });

  it('fillings are made by short lines, words and bytes', () => {
    expect(filled(39)).toEqual({ fillings: 1, filledLines: 2, filledWords: 1, filledBytes: 3 });
  });
});

describe('placeOf', () => {
  it('is what the terms add up to, and how far counters move it', () => {
    const none = new Map<string, never>();
    expect(placeOf('ARENA', none)).toEqual(word);
    expect(placeOf('ARENA + 9 + 6 * i', none)).toEqual({ offset: 1, step: 2 });
    expect(placeOf('(ARENA + 8) + 12 * i - 4 * j', none)).toEqual(word);
    expect(placeOf('STATE + 3', none)).toEqual({ offset: 3, step: 4 });
    expect(placeOf('ARENA + i', none)).toEqual({ offset: 0, step: 1 });
    expect(placeOf('l0_bytes_3 + 8', none)).toEqual(word);
  });

  it('of pointers is where they begin and how they move', () => {
    const text = `const int8_t *from = ARENA + 16;
int8_t *to = ARENA + 62;
for (int32_t i = 0; i < 4; i++) {
  const int8_t *row = from + (i * 2 + 1) / 4 * 20;
  to += 6;
}`;
    const pointers = pointersOf(text);
    expect([...pointers]).toEqual([
      ['from', word],
      ['to', { offset: 2, step: 2 }],
      ['row', word],
    ]);
    expect(placeOf('row + j / 2 * 10', pointers)).toEqual({ offset: 0, step: 2 });
  });
});
