import { ElementType } from '../graph/model.types';

/** The schema's TensorType of every kind of element that a graph holds. */
const CODES: Readonly<Record<ElementType, number>> = {
  float32: 0,
  int32: 2,
  uint8: 3,
  int64: 4,
  bool: 6,
  int16: 7,
  int8: 9,
  resource: 13,
};

const TYPES = new Map(Object.entries(CODES).map(([type, code]) => [code, type as ElementType]));

export function elementCode(type: ElementType): number {
  return CODES[type];
}

/** Undefined for types that no tensor of a graph has. */
export function elementTypeOf(code: number): ElementType | undefined {
  return TYPES.get(code);
}
