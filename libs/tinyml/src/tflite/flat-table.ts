import { malformed, tooLarge } from '../errors';

/** What a table costs of the budget; about what it takes in the file, so that honest files never run out. */
const TABLE_COST = 16;
const SPARE_BUDGET = 1 << 18;

/** Refuses to hand out more than the file itself could hold, however its vectors overlap. */
export class ReadBudget {
  constructor(private left: number) {}

  spend(bytes: number): void {
    this.left -= bytes;
    if (this.left < 0) throw malformed('it refers to more than it contains');
  }
}

/**
 * One flatbuffer table, read in place (FlatBuffers internals: a table starts with the distance back to its vtable,
 * which holds the offset of every field or 0). Every access is checked against the file's end; a bad offset is
 * `TINYML.MALFORMED`, never an exception of another kind.
 */
export class FlatTable {
  private readonly vtable: number;
  private readonly vtableSize: number;

  constructor(
    private readonly view: DataView,
    private readonly position: number,
    private readonly budget: ReadBudget,
  ) {
    inside(view, position, 4);
    this.vtable = position - view.getInt32(position, true);
    inside(view, this.vtable, 4);
    this.vtableSize = view.getUint16(this.vtable, true);
    if (this.vtableSize < 4) throw malformed('a vtable is too short');
    inside(view, this.vtable, this.vtableSize);
    budget.spend(TABLE_COST);
  }

  /** The root table of a file that carries this four-letter identifier. */
  static root(bytes: Uint8Array, identifier: string): FlatTable {
    const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
    inside(view, 0, 8);
    for (let i = 0; i < 4; i++) {
      if (view.getUint8(4 + i) !== identifier.charCodeAt(i)) throw malformed(`no ${identifier} identifier`);
    }
    return new FlatTable(view, view.getUint32(0, true), new ReadBudget(2 * bytes.length + SPARE_BUDGET));
  }

  private field(id: number, size: number): number | undefined {
    const slot = 4 + 2 * id;
    if (slot + 2 > this.vtableSize) return undefined;
    const offset = this.view.getUint16(this.vtable + slot, true);
    if (offset === 0) return undefined;
    inside(this.view, this.position + offset, size);
    return this.position + offset;
  }

  int8(id: number, absent = 0): number {
    const at = this.field(id, 1);
    return at === undefined ? absent : this.view.getInt8(at);
  }

  uint8(id: number, absent = 0): number {
    const at = this.field(id, 1);
    return at === undefined ? absent : this.view.getUint8(at);
  }

  bool(id: number, absent = false): boolean {
    return this.uint8(id, absent ? 1 : 0) !== 0;
  }

  int32(id: number, absent = 0): number {
    const at = this.field(id, 4);
    return at === undefined ? absent : this.view.getInt32(at, true);
  }

  uint32(id: number, absent = 0): number {
    const at = this.field(id, 4);
    return at === undefined ? absent : this.view.getUint32(at, true);
  }

  /** The float32 as stored; NaN and infinities are malformed. */
  float32(id: number, absent = 0): number {
    const at = this.field(id, 4);
    if (at === undefined) return absent;
    return finite(this.view.getFloat32(at, true));
  }

  private target(id: number): number | undefined {
    const at = this.field(id, 4);
    if (at === undefined) return undefined;
    const target = at + this.view.getUint32(at, true);
    inside(this.view, target, 4);
    return target;
  }

  /** True where the model says anything about this field. */
  has(id: number): boolean {
    return this.field(id, 1) !== undefined;
  }

  table(id: number): FlatTable | undefined {
    const target = this.target(id);
    return target === undefined ? undefined : new FlatTable(this.view, target, this.budget);
  }

  private vector(id: number, elementSize: number): { readonly start: number; readonly length: number } {
    const target = this.target(id);
    if (target === undefined) return { start: 0, length: 0 };
    const length = this.view.getUint32(target, true);
    inside(this.view, target + 4, length * elementSize);
    return { start: target + 4, length };
  }

  /** How many elements the vector in this field has, before any of them is read. */
  vectorLength(id: number): number {
    return this.vector(id, 1).length;
  }

  private numbers(id: number, size: number, read: (at: number) => number): number[] {
    const { start, length } = this.vector(id, size);
    this.budget.spend(length * size);
    return Array.from({ length }, (_, i) => read(start + i * size));
  }

  int32s(id: number): number[] {
    return this.numbers(id, 4, (at) => this.view.getInt32(at, true));
  }

  float32s(id: number): number[] {
    return this.numbers(id, 4, (at) => finite(this.view.getFloat32(at, true)));
  }

  /** 64-bit integers; those that a double cannot hold are malformed. */
  int64s(id: number): number[] {
    return this.numbers(id, 8, (at) => safe(this.view.getBigInt64(at, true)));
  }

  /** The bytes of a vector, as a view of the file. */
  bytes(id: number): Uint8Array {
    const { start, length } = this.vector(id, 1);
    return new Uint8Array(this.view.buffer, this.view.byteOffset + start, length);
  }

  /** The tables of a vector; `TINYML.TOO_LARGE` where there are more than `limit`. */
  tables(id: number, limit: number): FlatTable[] {
    const { start, length } = this.vector(id, 4);
    if (length > limit) throw tooLarge('tables in a vector', length, limit);
    this.budget.spend(length * 4);
    return Array.from({ length }, (_, i) => {
      const at = start + i * 4;
      return new FlatTable(this.view, at + this.view.getUint32(at, true), this.budget);
    });
  }

  /** A string, cut at `limit` bytes; bytes that are not UTF-8 become replacement characters. */
  text(id: number, limit = 256): string {
    const bytes = this.bytes(id).subarray(0, limit);
    this.budget.spend(bytes.length);
    return new TextDecoder().decode(bytes);
  }
}

function inside(view: DataView, at: number, size: number): void {
  if (at < 0 || size < 0 || at + size > view.byteLength) throw malformed('an offset leaves the file');
}

function finite(value: number): number {
  if (!Number.isFinite(value)) throw malformed('a number is not finite');
  return value;
}

function safe(value: bigint): number {
  const number = Number(value);
  if (!Number.isSafeInteger(number)) throw malformed('an integer is out of range');
  return number;
}
