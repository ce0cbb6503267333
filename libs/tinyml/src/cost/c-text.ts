/** Constants that a layer's C declares, in bytes. */
export interface DeclaredConstant {
  /** As declared: a role behind the layer's prefix. */
  readonly name: string;
  readonly bytes: number;
  /** Values by the dozen, as opposed to one structure of settings. */
  readonly array: boolean;
}

const ELEMENT_BYTES: Readonly<Record<string, number>> = {
  int8_t: 1,
  uint8_t: 1,
  int16_t: 2,
  int32_t: 4,
  float: 4,
};

/** Structures hold words: numbers of 32 bits, and addresses. */
const WORD_BYTES = 4;

/** What one declaration of a layer takes in flash, up to the next word. */
export function declaredConstant(declaration: string): DeclaredConstant {
  const [, type, name, length] =
    /^static const (?:\w+ )*?(\w+) (\w+)(?:\[(\d+)\])? =/.exec(declaration) ?? [];
  if (type === undefined || name === undefined)
    throw new TypeError(`not a declaration: ${declaration.slice(0, 80)}`);
  if (length !== undefined) {
    const bytes = Number(length) * (ELEMENT_BYTES[type] ?? WORD_BYTES);
    return { name, bytes: Math.ceil(bytes / WORD_BYTES) * WORD_BYTES, array: true };
  }
  const members = declaration.match(/\.\w+ = [^{]/g) ?? [];
  return { name, bytes: members.length * WORD_BYTES, array: false };
}

/** Names of the functions that statements call, each once, in order of appearance. */
export function calledFunctions(statements: string): readonly string[] {
  const calls = statements.matchAll(/\b(fettle_\w+|mem\w+)\(/g);
  return [...new Set(Array.from(calls, ([, name]) => name!))];
}

/** How often statements run, by the loops around them. */
export interface Turns {
  readonly statements: number;
  readonly loops: number;
  readonly turns: number;
  /** Bytes that `memcpy` and `memset` are asked for, and how often they are; those of a word or less by themselves. */
  readonly movedBytes: number;
  readonly moves: number;
  readonly wordMoves: number;
}

/** Counts along the nest of loops that the statements are; every loop has a constant number of turns. */
export function turnsOf(text: string): Turns {
  const counted = { statements: 0, loops: 0, turns: 0, movedBytes: 0, moves: 0, wordMoves: 0 };
  const nest: number[] = [1];
  for (const [line] of text.matchAll(/[^\n]+/g)) {
    const times = nest.at(-1)!;
    const loop = /\bfor \(.*< (\d+);/.exec(line);
    const moved = /\bmem(?:cpy|set)\(.*, (\d+)\);/.exec(line);
    if (moved !== null) {
      const bytes = Number(moved[1]);
      if (bytes <= WORD_BYTES) counted.wordMoves += times;
      else counted.movedBytes += times * bytes;
      if (bytes > WORD_BYTES) counted.moves += times;
    } else if (loop === null && line.trimEnd().endsWith(';')) {
      counted.statements += times;
    }
    if (loop !== null) {
      counted.loops += times;
      counted.turns += times * Number(loop[1]);
    }
    if (line.trimEnd().endsWith('{')) nest.push(times * Number(loop?.[1] ?? 1));
    if (/^\s*\}/.test(line)) nest.pop();
  }
  return counted;
}
