import { OptionSink } from '../operators/operator';
import { FlatField, FlatFields } from './flat-writer';

/** Collects the fields of one table; those that equal their defaults are left out. */
export class FieldSink implements OptionSink {
  private readonly collected = new Map<number, FlatField>();

  get fields(): FlatFields {
    return this.collected;
  }

  private scalar(
    kind: 'int8' | 'uint8' | 'int32' | 'uint32' | 'float32',
    id: number,
    value: number,
    absent: number,
  ): void {
    if (value !== absent) this.collected.set(id, { kind, value });
  }

  int8(id: number, value: number, absent = 0): void {
    this.scalar('int8', id, value, absent);
  }

  uint8(id: number, value: number, absent = 0): void {
    this.scalar('uint8', id, value, absent);
  }

  bool(id: number, value: boolean, absent = false): void {
    this.scalar('uint8', id, value ? 1 : 0, absent ? 1 : 0);
  }

  int32(id: number, value: number, absent = 0): void {
    this.scalar('int32', id, value, absent);
  }

  uint32(id: number, value: number, absent = 0): void {
    this.scalar('uint32', id, value, absent);
  }

  float32(id: number, value: number, absent = 0): void {
    this.scalar('float32', id, value, absent);
  }

  int32s(id: number, values: readonly number[]): void {
    this.collected.set(id, { kind: 'int32s', values });
  }

  float32s(id: number, values: readonly number[]): void {
    this.collected.set(id, { kind: 'float32s', values });
  }

  int64s(id: number, values: readonly number[]): void {
    this.collected.set(id, { kind: 'int64s', values });
  }

  text(id: number, text: string): void {
    if (text !== '') this.collected.set(id, { kind: 'text', text });
  }

  bytes(id: number, bytes: Uint8Array, alignment: number): void {
    this.collected.set(id, { kind: 'bytes', bytes, alignment });
  }

  table(id: number, table: FlatFields): void {
    this.collected.set(id, { kind: 'table', table });
  }

  tables(id: number, tables: readonly FlatFields[]): void {
    this.collected.set(id, { kind: 'tables', tables });
  }
}

/** The table that `fill` says. */
export function tableOf(fill: (sink: FieldSink) => void): FlatFields {
  const sink = new FieldSink();
  fill(sink);
  return sink.fields;
}
