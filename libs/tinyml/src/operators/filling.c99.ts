import { bytesPerElement } from '../graph/element-types';
import { CLayer, Operand } from './operator';

/** Statements that put one byte, or one value of `from`, into every place of an operand. */
export function filledC(layer: CLayer, to: Operand, value: number | Operand): string {
  const bytes = to.values.byteLength;
  const target = layer.bytes(to);
  if (typeof value === 'number') return `memset(${target}, ${value}, ${bytes});`;
  const size = bytesPerElement(to.type);
  const from = layer.bytes(value);
  if (size === 1) return `memset(${target}, *(${from}), ${bytes});`;
  return `for (int32_t i = 0; i < ${to.count}; i++) {\n  memcpy(${target} + ${size} * i, ${from}, ${size});\n}`;
}
