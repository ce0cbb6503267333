/** One field of a table that is to be written. */
export type FlatField =
  | { readonly kind: 'int8' | 'uint8' | 'int32' | 'uint32' | 'float32'; readonly value: number }
  | { readonly kind: 'int32s' | 'float32s' | 'int64s'; readonly values: readonly number[] }
  | { readonly kind: 'text'; readonly text: string }
  | { readonly kind: 'bytes'; readonly bytes: Uint8Array; readonly alignment: number }
  | { readonly kind: 'table'; readonly table: FlatFields }
  | { readonly kind: 'tables'; readonly tables: readonly FlatFields[] };

/** A table by field number; a field that is not there has its default. */
export type FlatFields = ReadonlyMap<number, FlatField>;

/** Bytes that a field takes in its table: the value, or the distance to where it lies. */
const INLINE_BYTES: Readonly<Record<FlatField['kind'], number>> = {
  int8: 1,
  uint8: 1,
  int32: 4,
  uint32: 4,
  float32: 4,
  int32s: 4,
  float32s: 4,
  int64s: 4,
  text: 4,
  bytes: 4,
  table: 4,
  tables: 4,
};

/**
 * A flatbuffer with this root table and four-letter identifier (FlatBuffers internals). Every scalar is aligned to its
 * size and every vector of bytes as asked, from the start of the file; tables of one layout share a vtable. The same
 * tables give the same bytes.
 */
export function writeFlatbuffer(root: FlatFields, identifier: string): Uint8Array {
  const writer = new FlatWriter();
  const start = writer.reserve(8, 4);
  for (let i = 0; i < 4; i++) writer.view.setUint8(start + 4 + i, identifier.charCodeAt(i));
  writer.point(start, writer.table(root));
  return writer.finish();
}

/** Writes front to back: what refers comes before what it refers to, as offsets are not negative. */
class FlatWriter {
  private bytes = new Uint8Array(1024);
  view = new DataView(this.bytes.buffer);
  private length = 0;
  private readonly vtables = new Map<string, number>();

  finish(): Uint8Array {
    return this.bytes.slice(0, Math.ceil(this.length / 4) * 4);
  }

  /** Zeroed room for `count` bytes such that `at + ahead` is a multiple of the alignment. */
  reserve(count: number, alignment: number, ahead = 0): number {
    const at = Math.ceil((this.length + ahead) / alignment) * alignment - ahead;
    this.length = at + count;
    if (this.length + 4 > this.bytes.length) {
      const grown = new Uint8Array(2 * (this.length + 4));
      grown.set(this.bytes);
      this.bytes = grown;
      this.view = new DataView(grown.buffer);
    }
    return at;
  }

  /** Makes the offset at `at` refer to `target`. */
  point(at: number, target: number): void {
    this.view.setUint32(at, target - at, true);
  }

  table(fields: FlatFields): number {
    // The widest first, so that nothing has to be skipped for alignment.
    const ordered = [...fields].sort(
      ([a, x], [b, y]) => INLINE_BYTES[y.kind] - INLINE_BYTES[x.kind] || a - b,
    );
    let size = 4;
    const places = ordered.map(([, { kind }]) => (size += INLINE_BYTES[kind]) - INLINE_BYTES[kind]);
    const vtable = this.vtable(
      size,
      ordered.map(([id], i) => [id, places[i]!] as const),
    );
    const at = this.reserve(size, 4);
    this.view.setInt32(at, at - vtable, true);
    ordered.forEach(([, field], i) => this.field(at + places[i]!, field));
    return at;
  }

  private vtable(size: number, places: readonly (readonly [number, number])[]): number {
    const slots = new Array<number>(Math.max(-1, ...places.map(([id]) => id)) + 1).fill(0);
    for (const [id, place] of places) slots[id] = place;
    const words = [4 + 2 * slots.length, size, ...slots];
    const key = words.join();
    const known = this.vtables.get(key);
    if (known !== undefined) return known;
    const at = this.reserve(2 * words.length, 2);
    words.forEach((word, i) => this.view.setUint16(at + 2 * i, word, true));
    this.vtables.set(key, at);
    return at;
  }

  private field(at: number, field: FlatField): void {
    switch (field.kind) {
      case 'int8':
      case 'uint8':
        return this.view.setUint8(at, field.value & 0xff);
      case 'int32':
      case 'uint32':
        return this.view.setInt32(at, field.value, true);
      case 'float32':
        return this.view.setFloat32(at, field.value, true);
      case 'table':
        return this.point(at, this.table(field.table));
      case 'tables':
        return this.tables(at, field.tables);
      default:
        return this.vector(at, field);
    }
  }

  private tables(at: number, tables: readonly FlatFields[]): void {
    const start = this.reserve(4 + 4 * tables.length, 4);
    this.view.setUint32(start, tables.length, true);
    this.point(at, start);
    tables.forEach((table, i) => this.point(start + 4 + 4 * i, this.table(table)));
  }

  private vector(
    at: number,
    field: Extract<FlatField, { kind: 'int32s' | 'float32s' | 'int64s' | 'text' | 'bytes' }>,
  ): void {
    if (field.kind === 'text') {
      const bytes = new TextEncoder().encode(field.text);
      this.byteVector(at, bytes, 4);
      // A string ends in a zero that its length does not count.
      this.reserve(1, 1);
      return;
    }
    if (field.kind === 'bytes') return this.byteVector(at, field.bytes, field.alignment);
    const size = field.kind === 'int64s' ? 8 : 4;
    const start = this.elements(at, field.values.length, size, size);
    field.values.forEach((value, i) => {
      if (field.kind === 'int64s') this.view.setBigInt64(start + 8 * i, BigInt(value), true);
      else if (field.kind === 'int32s') this.view.setInt32(start + 4 * i, value, true);
      else this.view.setFloat32(start + 4 * i, value, true);
    });
  }

  private byteVector(at: number, bytes: Uint8Array, alignment: number): void {
    const start = this.elements(at, bytes.length, 1, alignment);
    this.bytes.set(bytes, start);
  }

  /** Room for a vector that the offset at `at` refers to; gives where its elements start. */
  private elements(at: number, length: number, size: number, alignment: number): number {
    const start = this.reserve(4 + size * length, Math.max(4, alignment), 4);
    this.view.setUint32(start, length, true);
    this.point(at, start);
    return start + 4;
  }
}
