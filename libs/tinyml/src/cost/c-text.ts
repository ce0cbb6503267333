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
  int64_t: 8,
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

/** Names of the runtime header's functions that statements call, each once, in order of appearance. */
export function calledFunctions(statements: string): readonly string[] {
  const calls = statements.matchAll(/\b(fettle_\w+)\(/g);
  return [...new Set(Array.from(calls, ([, name]) => name!))];
}

/**
 * Types of the values that statements take one by one to values of another type: `narrow to float32`. Integers of up to 16
 * bits are read and written alike.
 */
export function convertedTypes(statements: string): string | undefined {
  const [, from, to] = /^const (\w+) \*x = [^\n]*\n(\w+) \*y = /m.exec(statements) ?? [];
  if (from === undefined) return undefined;
  const kinds = [from, to!].map((type) => type.replace(/^fettle_|_t$/g, ''));
  return kinds.map((type) => (/^u?int(8|16)$/.test(type) ? 'narrow' : type)).join(' to ');
}

/** The statements of the function that forgets what runs have left behind; empty where nothing outlives a run. */
export function resetStatements(source: string): string {
  return /^void \w+_reset\(void\)\n\{\n([\s\S]*?)^\}/m.exec(source)?.[1] ?? '';
}
