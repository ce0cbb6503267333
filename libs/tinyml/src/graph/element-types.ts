import { ElementType } from './model.types';

export type ElementArray = Float32Array | BigInt64Array | Int32Array | Int16Array | Int8Array | Uint8Array;

const BYTES: Readonly<Record<ElementType, number>> = {
  float32: 4,
  int64: 8,
  int32: 4,
  int16: 2,
  int8: 1,
  uint8: 1,
  bool: 1,
  resource: 4,
};

/** Size of one element in bytes, in a model file and in memory alike. */
export function bytesPerElement(type: ElementType): number {
  return BYTES[type];
}

/** A zeroed array for `count` elements. */
export function newElements(type: ElementType, count: number): ElementArray {
  return elementsOver(type, new ArrayBuffer(count * BYTES[type]), 0, count);
}

/** Little-endian bytes as elements: a view where their alignment allows it, else a copy. */
export function elementsOf(type: ElementType, bytes: Uint8Array): ElementArray {
  const size = BYTES[type];
  const aligned = bytes.byteOffset % size === 0 ? bytes : bytes.slice();
  return elementsOver(type, aligned.buffer as ArrayBuffer, aligned.byteOffset, bytes.length / size);
}

function elementsOver(type: ElementType, buffer: ArrayBuffer, offset: number, count: number): ElementArray {
  switch (type) {
    case 'float32':
      return new Float32Array(buffer, offset, count);
    case 'int64':
      return new BigInt64Array(buffer, offset, count);
    case 'int32':
    case 'resource':
      return new Int32Array(buffer, offset, count);
    case 'int16':
      return new Int16Array(buffer, offset, count);
    case 'int8':
      return new Int8Array(buffer, offset, count);
    case 'uint8':
    case 'bool':
      return new Uint8Array(buffer, offset, count);
  }
}

/** Least and greatest value an integer type stores. */
export function integerRange(type: ElementType): readonly [number, number] {
  if (type === 'int8') return [-128, 127];
  if (type === 'uint8' || type === 'bool') return [0, 255];
  if (type === 'int16') return [-32768, 32767];
  return [-2147483648, 2147483647];
}
