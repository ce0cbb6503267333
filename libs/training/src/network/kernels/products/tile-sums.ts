import { OP, type WasmFunction } from './wasm-module';

/** Rows and columns of a tile: sixteen sums are eight registers of two doubles, half of what there are. */
export const TILE = 4;

const [A, B, OUT, DEPTH, TILES] = [0, 1, 2, 3, 4];
const AT_B = 5;
const END = 6;
const SUM = 7;
const LEFT = SUM + 8;
const RIGHT = LEFT + 1;
const FACTOR = RIGHT + 1;
const DOUBLE = 8;
const PAIR = 2 * DOUBLE;
/** Bytes of one step of depth: four doubles of `a`, four of `b`. */
const STEP = TILE * DOUBLE;

/**
 * addTiles(a, b, out, depth, tiles): for each of `tiles` tiles one below the other, out[i][j] += Σ over p of a[p][i] · b[p][j],
 * in double and in the order of p. Tiles of `a` and `out` follow each other; all have the same `b`. Depth and tiles are at
 * least 1, addresses are bytes.
 */
export const ADD_TILES: WasmFunction = {
  name: 'addTiles',
  parameters: 5,
  integers: 2,
  pairs: 11,
  body: [
    ...OP.loop,
    ...eachSum((k) => [...OP.get(OUT!), ...OP.loadPair(PAIR * k), ...OP.set(SUM + k)]),
    ...[...OP.get(B!), ...OP.set(AT_B)],
    ...[...OP.get(A!), ...OP.get(DEPTH!), ...OP.constant(5), ...OP.shiftLeft, ...OP.add, ...OP.set(END)],
    ...OP.loop,
    ...[...OP.get(AT_B), ...OP.loadPair(0), ...OP.set(LEFT)],
    ...[...OP.get(AT_B), ...OP.loadPair(PAIR), ...OP.set(RIGHT)],
    ...[0, 1, 2, 3].flatMap((row) => [
      ...[...OP.get(A!), ...OP.loadTwice(DOUBLE * row), ...OP.set(FACTOR)],
      ...addProduct(SUM + 2 * row, LEFT),
      ...addProduct(SUM + 2 * row + 1, RIGHT),
    ]),
    ...advance(AT_B, STEP),
    ...advance(A!, STEP),
    ...[...OP.get(A!), ...OP.get(END), ...OP.isBelow, ...OP.branchIf(0)],
    ...OP.end,
    ...eachSum((k) => [...OP.get(OUT!), ...OP.get(SUM + k), ...OP.storePair(PAIR * k)]),
    ...[0, 1, 2, 3].flatMap(() => advance(OUT!, STEP)),
    ...[...OP.get(TILES!), ...OP.constant(1), ...OP.subtract, ...OP.tee(TILES!), ...OP.branchIf(0)],
    ...OP.end,
  ],
};

function eachSum(code: (k: number) => readonly number[]): number[] {
  return Array.from({ length: 8 }, (_, k) => code(k)).flat();
}

function addProduct(sum: number, factor: number): number[] {
  return [
    ...[...OP.get(sum), ...OP.get(FACTOR), ...OP.get(factor)],
    ...[...OP.multiplyPairs, ...OP.addPairs, ...OP.set(sum)],
  ];
}

function advance(local: number, bytes: number): number[] {
  return [...OP.get(local), ...OP.constant(bytes), ...OP.add, ...OP.set(local)];
}
