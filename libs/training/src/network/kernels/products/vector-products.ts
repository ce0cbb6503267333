import type { Product } from './product';
import { ADD_TILES, TILE } from './tile-sums';
import { wasmModule } from './wasm-module';

/** Products by vectors of two doubles. */
export interface VectorProducts {
  /** Adds the product to `c`: the bits of `addScalarProduct`. */
  add(product: Product, a: Float32Array, b: Float32Array, c: Float32Array): void;
}

/** Rows, columns and depth of what is laid out at once, in multiples of a tile: half a mebibyte, which stays in the cache. */
const ROWS = 64;
const COLUMNS = 256;
const DEPTH = 512;

/** Places in the memory, in doubles. */
const AT_A = 0;
const AT_B = AT_A + ROWS * DEPTH;
const AT_OUT = AT_B + TILE * DEPTH;
const LENGTH = AT_OUT + ROWS * COLUMNS;
const PAGE = 65_536;

type AddTiles = (a: number, b: number, out: number, depth: number, tiles: number) => void;

let known: VectorProducts | false | undefined;

/** One for each thread, with its memory; undefined where the engine has no vectors. */
export function vectorProducts(): VectorProducts | undefined {
  known ??= startVectorProducts() ?? false;
  return known === false ? undefined : known;
}

/** The part of the engine's interface that is used; Node's types leave it out. */
interface Engine {
  validate(bytes: Uint8Array): boolean;
  readonly Module: new (bytes: Uint8Array) => object;
  readonly Instance: new (module: object) => {
    readonly exports: { readonly memory: { readonly buffer: ArrayBuffer }; readonly addTiles: AddTiles };
  };
}

function startVectorProducts(): VectorProducts | undefined {
  const engine = (globalThis as { readonly WebAssembly?: Engine }).WebAssembly;
  const bytes = wasmModule(ADD_TILES, Math.ceil((8 * LENGTH) / PAGE));
  if (engine?.validate(bytes) !== true) return undefined;
  const { memory, addTiles } = new engine.Instance(new engine.Module(bytes)).exports;
  const room = new Float64Array(memory.buffer);
  return {
    add(product, a, b, c) {
      for (let row = 0; row < product.rows; row += ROWS) {
        for (let column = 0; column < product.columns; column += COLUMNS) {
          sumBlock({ product, row, column, a, b }, room, addTiles);
          addBlock(product, row, column, room, c);
        }
      }
    },
  };
}

interface Block {
  readonly product: Product;
  readonly row: number;
  readonly column: number;
  readonly a: Float32Array;
  readonly b: Float32Array;
}

/** Sums of one block of results; where depth does not fit at once, they are continued and not begun anew. */
function sumBlock({ product, row, column, a, b }: Block, room: Float64Array, addTiles: AddTiles): void {
  const rows = Math.min(ROWS, product.rows - row);
  const columns = Math.min(COLUMNS, product.columns - column);
  const tiles = Math.ceil(rows / TILE);
  const { aRow, aStep, bColumn, bStep } = product;
  room.fill(0, AT_OUT, AT_OUT + tiles * Math.ceil(columns / TILE) * TILE * TILE);
  for (let from = 0; from < product.depth; from += DEPTH) {
    const depth = Math.min(DEPTH, product.depth - from);
    const aStart = product.aStart + row * aRow + from * aStep;
    const bStart = product.bStart + column * bColumn + from * bStep;
    for (let i = 0; i < rows; i += TILE) {
      const strip = { start: aStart + i * aRow, across: aRow, along: aStep, width: rows - i, depth };
      layOut(a, strip, room, AT_A + i * depth);
    }
    for (let j = 0, out = AT_OUT; j < columns; j += TILE, out += tiles * TILE * TILE) {
      const strip = { start: bStart + j * bColumn, across: bColumn, along: bStep, width: columns - j, depth };
      layOut(b, strip, room, AT_B);
      addTiles(8 * AT_A, 8 * AT_B, 8 * out, depth, tiles);
    }
  }
}

/** Numbers of `width` neighbours, of which the first four count, over `depth`. */
interface Strip {
  readonly start: number;
  readonly across: number;
  readonly along: number;
  readonly width: number;
  readonly depth: number;
}

/** Writes four neighbours of each step of depth side by side; where there are fewer, the last again. */
function layOut(
  values: Float32Array,
  { start, across, along, width, depth }: Strip,
  room: Float64Array,
  at: number,
): void {
  const second = width > 1 ? across : 0;
  const third = width > 2 ? 2 * across : second;
  const fourth = width > 3 ? 3 * across : third;
  const end = at + depth * TILE;
  for (let from = start, into = at; into < end; into += TILE, from += along) {
    room[into] = values[from]!;
    room[into + 1] = values[from + second]!;
    room[into + 2] = values[from + third]!;
    room[into + 3] = values[from + fourth]!;
  }
}

/** Adds a block of sums to its place in `c`. */
function addBlock(product: Product, row: number, column: number, room: Float64Array, c: Float32Array): void {
  const rows = Math.min(ROWS, product.rows - row);
  const columns = Math.min(COLUMNS, product.columns - column);
  const panel = Math.ceil(rows / TILE) * TILE * TILE;
  for (let i = 0; i < rows; i++) {
    let at = product.cStart + (row + i) * product.cRow + column;
    for (let j = 0, out = AT_OUT + i * TILE; j < columns; j += TILE, out += panel) {
      const width = Math.min(TILE, columns - j);
      if (width === TILE) {
        c[at]! += room[out]!;
        c[at + 1]! += room[out + 1]!;
        c[at + 2]! += room[out + 2]!;
        c[at + 3]! += room[out + 3]!;
      } else for (let k = 0; k < width; k++) c[at + k]! += room[out + k]!;
      at += TILE;
    }
  }
}
