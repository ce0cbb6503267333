/** The few instructions of WebAssembly that kernels here are made of, as bytes (specification 2.0, chapter 5.4). */
export const OP = {
  loop: [0x03, 0x40],
  end: [0x0b],
  branchIf: (depth: number) => [0x0d, ...unsigned(depth)],
  get: (local: number) => [0x20, ...unsigned(local)],
  set: (local: number) => [0x21, ...unsigned(local)],
  /** Sets the local and keeps the value. */
  tee: (local: number) => [0x22, ...unsigned(local)],
  /** A whole number from 0 to 63. */
  constant: (value: number) => [0x41, value],
  add: [0x6a],
  subtract: [0x6b],
  shiftLeft: [0x74],
  isBelow: [0x49],
  /** Two doubles at the address on the stack plus `offset`. */
  loadPair: (offset: number) => [0xfd, 0x00, DOUBLE_ALIGNED, ...unsigned(offset)],
  /** One double, twice. */
  loadTwice: (offset: number) => [0xfd, 0x0a, DOUBLE_ALIGNED, ...unsigned(offset)],
  storePair: (offset: number) => [0xfd, 0x0b, DOUBLE_ALIGNED, ...unsigned(offset)],
  addPairs: [0xfd, ...unsigned(0xf0)],
  multiplyPairs: [0xfd, ...unsigned(0xf2)],
} as const;

/** Base two logarithm of the alignment of a double. */
const DOUBLE_ALIGNED = 3;

const INT = 0x7f;
const PAIR = 0x7b;

/** A function of whole numbers that returns nothing. */
export interface WasmFunction {
  readonly name: string;
  readonly parameters: number;
  /** Locals after the parameters: whole numbers first, then pairs of doubles. */
  readonly integers: number;
  readonly pairs: number;
  readonly body: readonly number[];
}

/** A module of one function and a memory of `pages` times 64 KiB, exported as `memory`. */
export function wasmModule(code: WasmFunction, pages: number): Uint8Array {
  const body = [
    ...vector([
      [...unsigned(code.integers), INT],
      [...unsigned(code.pairs), PAIR],
    ]),
    ...code.body,
    ...OP.end,
  ];
  return Uint8Array.from([
    ...[0x00, 0x61, 0x73, 0x6d, 0x01, 0x00, 0x00, 0x00],
    ...section(1, [[0x60, ...vector(Array.from({ length: code.parameters }, () => [INT])), 0x00]]),
    ...section(3, [[0x00]]),
    ...section(5, [[0x00, ...unsigned(pages)]]),
    ...section(7, [
      [...named('memory'), 0x02, 0x00],
      [...named(code.name), 0x00, 0x00],
    ]),
    ...section(10, [[...unsigned(body.length), ...body]]),
  ]);
}

function section(id: number, items: readonly (readonly number[])[]): number[] {
  const content = vector(items);
  return [id, ...unsigned(content.length), ...content];
}

function vector(items: readonly (readonly number[])[]): number[] {
  return [...unsigned(items.length), ...items.flat()];
}

function named(name: string): number[] {
  return [...unsigned(name.length), ...Array.from(name, (letter) => letter.charCodeAt(0))];
}

/** LEB128. */
function unsigned(value: number): number[] {
  return value < 0x80 ? [value] : [(value & 0x7f) | 0x80, ...unsigned(value >>> 7)];
}
