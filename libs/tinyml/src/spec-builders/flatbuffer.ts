/** A field of a table, or an element of a vector of tables, as specs write it down. */
export type Value =
  | { readonly i8: number }
  | { readonly i32: number }
  | { readonly f32: number }
  | { readonly text: string }
  | { readonly bytes: Uint8Array }
  | { readonly ints: readonly number[] }
  | { readonly longs: readonly number[] }
  | { readonly floats: readonly number[] }
  | { readonly table: Table }
  | { readonly tables: readonly Table[] };

/** Field number to value. */
export type Table = Readonly<Record<number, Value>>;

/** The plainest possible flatbuffer of a root table: every table with a vtable of its own, nothing shared. */
export function encodeFlatbuffer(root: Table, identifier: string): Uint8Array {
  const writer = new Writer();
  writer.skip(4);
  for (const letter of identifier) writer.bytes.push(letter.charCodeAt(0));
  writer.patch(0, writer.table(root));
  return Uint8Array.from(writer.bytes);
}

class Writer {
  readonly bytes: number[] = [];

  skip(count: number): number {
    const at = this.bytes.length;
    for (let i = 0; i < count; i++) this.bytes.push(0);
    return at;
  }

  private align(size: number): void {
    while (this.bytes.length % size !== 0) this.bytes.push(0);
  }

  number(at: number, size: number, set: (view: DataView) => void): void {
    const view = new DataView(new ArrayBuffer(8));
    set(view);
    for (let i = 0; i < size; i++) this.bytes[at + i] = view.getUint8(i);
  }

  /** Points the offset at `at` to `target`. */
  patch(at: number, target: number): void {
    this.number(at, 4, (view) => view.setUint32(0, target - at, true));
  }

  table(fields: Table): number {
    const ids = Object.keys(fields).map(Number);
    const slots = Math.max(-1, ...ids) + 1;
    this.align(4);
    const vtable = this.skip(4 + 2 * slots);
    this.align(4);
    const start = this.skip(4 + 4 * ids.length);
    this.number(start, 4, (view) => view.setInt32(0, start - vtable, true));
    this.number(vtable, 2, (view) => view.setUint16(0, 4 + 2 * slots, true));
    this.number(vtable + 2, 2, (view) => view.setUint16(0, 4 + 4 * ids.length, true));
    ids.forEach((id, i) => {
      this.number(vtable + 4 + 2 * id, 2, (view) => view.setUint16(0, 4 + 4 * i, true));
      this.field(start + 4 + 4 * i, fields[id]!);
    });
    return start;
  }

  private field(at: number, value: Value): void {
    if ('i8' in value) this.bytes[at] = value.i8 & 0xff;
    else if ('i32' in value) this.number(at, 4, (view) => view.setInt32(0, value.i32, true));
    else if ('f32' in value) this.number(at, 4, (view) => view.setFloat32(0, value.f32, true));
    else if ('table' in value) this.patch(at, this.table(value.table));
    else if ('tables' in value) this.tables(at, value.tables);
    else this.patch(at, this.vector(value));
  }

  private tables(at: number, tables: readonly Table[]): void {
    this.align(4);
    const start = this.skip(4 + 4 * tables.length);
    this.number(start, 4, (view) => view.setUint32(0, tables.length, true));
    this.patch(at, start);
    tables.forEach((table, i) => this.patch(start + 4 + 4 * i, this.table(table)));
  }

  private vector(value: Exclude<Value, { table: Table } | { tables: readonly Table[] }>): number {
    const [size, items, set] = layout(value);
    this.align(4);
    if (size === 8) while (this.bytes.length % 8 !== 4) this.bytes.push(0);
    const start = this.skip(4 + size * items.length);
    this.number(start, 4, (view) => view.setUint32(0, items.length, true));
    items.forEach((item, i) => this.number(start + 4 + size * i, size, (view) => set(view, item)));
    return start;
  }
}

type Setter = (view: DataView, item: number) => void;

function layout(value: Value): [number, readonly number[], Setter] {
  if ('ints' in value) return [4, value.ints, (view, item) => view.setInt32(0, item, true)];
  if ('floats' in value) return [4, value.floats, (view, item) => view.setFloat32(0, item, true)];
  if ('longs' in value) return [8, value.longs, (view, item) => view.setBigInt64(0, BigInt(item), true)];
  const bytes = 'bytes' in value ? value.bytes : new TextEncoder().encode('text' in value ? value.text : '');
  return [1, Array.from(bytes), (view, item) => view.setUint8(0, item)];
}
