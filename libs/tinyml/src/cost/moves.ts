/** Quantities of one move. */
export type Moved = Readonly<Record<string, number>>;

const WORD = 4;
/** Between places that are no words, copies of fewer bytes are made byte by byte. */
const SHORTEST = 8;
const LINE = 64;
const SHORT_LINE = 16;

/** A place in memory: the offset from a word, and the step that counters move it by, up to a word. */
export interface Place {
  readonly offset: number;
  readonly step: number;
}

/**
 * What a copy takes as the C library makes it: by lines of 64 bytes, of 16, by words, and what is left; in another way
 * where one of the places is no word, which happens as often as their steps have it.
 */
export function copied(length: number, from: Place, to: Place): Moved {
  const aligned = Math.min(alignedShare(from), alignedShare(to));
  const crooked = 1 - aligned;
  const slow = length >= WORD && length < SHORTEST ? crooked : 0;
  return {
    copies: 1,
    crookedCopies: length >= SHORTEST ? crooked : 0,
    slowCopies: slow,
    slowBytes: slow * length,
    copiedLines: Math.floor(length / LINE),
    copiedShortLines: Math.floor((length % LINE) / SHORT_LINE),
    copiedWords: (1 - slow) * Math.floor((length % SHORT_LINE) / WORD),
    copiedRests: length % WORD === 0 ? 0 : 1 - slow,
  };
}

/** What filling with one byte takes. */
export function filled(length: number): Moved {
  return {
    fillings: 1,
    filledLines: Math.floor(length / SHORT_LINE),
    filledWords: Math.floor((length % SHORT_LINE) / WORD),
    filledBytes: length % WORD,
  };
}

/** How often the place is a word, over all turns of the counters. */
function alignedShare({ offset, step }: Place): number {
  return offset % step === 0 ? step / WORD : 0;
}

/** A word, that nothing moves: where memory and constants begin. */
const BEGINNING: Place = { offset: 0, step: WORD };

/** The place that C text names: `ARENA + 9 + 6 * i` is 1 byte behind a word, and moves by 2. `pointers` are the text's own. */
export function placeOf(text: string, pointers: ReadonlyMap<string, Place>): Place {
  return text
    .split(/ (?=[+-] (?![^(]*\)))/)
    .map((term) => termOf(term.replace(/^[+-] /, ''), term.startsWith('- ') ? -1 : 1, pointers))
    .reduce(sumOf);
}

function termOf(term: string, sign: 1 | -1, pointers: ReadonlyMap<string, Place>): Place {
  const [, inner] = /^\(([^()]*)\)$/.exec(term) ?? [];
  if (inner !== undefined) return placeOf(inner, pointers);
  if (/^\d+$/.test(term)) return sumOf(BEGINNING, { offset: sign * Number(term), step: WORD });
  if (/^(?:ARENA|STATE|l\d+_|s\d+_)/.test(term)) return BEGINNING;
  const [, before, after] = /^(?:(\d+) \* .*|.* \* (\d+))$/.exec(term) ?? [];
  return pointers.get(term) ?? { offset: 0, step: divisor(WORD, Number(before ?? after ?? 1)) };
}

function sumOf(a: Place, b: Place): Place {
  return { offset: (((a.offset + b.offset) % WORD) + WORD) % WORD, step: divisor(a.step, b.step) };
}

function divisor(a: number, b: number): number {
  return b === 0 ? a : divisor(b, a % b);
}

/** Places of the pointers that a text declares and moves on. */
export function pointersOf(text: string): ReadonlyMap<string, Place> {
  const pointers = new Map<string, Place>();
  for (const [, name, place] of text.matchAll(/\*(\w+) = ([^;]+);/g)) {
    pointers.set(name!, placeOf(place!, pointers));
  }
  for (const [, name, step] of text.matchAll(/\b(\w+) \+= (\d+);/g)) {
    const place = pointers.get(name!);
    if (place !== undefined) pointers.set(name!, { ...place, step: divisor(place.step, Number(step)) });
  }
  return pointers;
}
