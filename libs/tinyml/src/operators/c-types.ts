import { ElementType } from '../graph/model.types';

/** The runtime header's types for memory that holds values of other types at other times. */
export const ARENA_TYPES_C = `/* Values in the arena: layers take turns with its memory, so a compiler must not tell types apart by what they hold. */
#if defined(__GNUC__)
#define FETTLE_SHARED_MEMORY __attribute__((may_alias))
#else
#define FETTLE_SHARED_MEMORY
#endif
typedef int16_t FETTLE_SHARED_MEMORY fettle_int16;
typedef int32_t FETTLE_SHARED_MEMORY fettle_int32;
typedef float FETTLE_SHARED_MEMORY fettle_float32;
`;

/** Types that kernels compute with; others are only moved, as bytes. */
export type CElement = Exclude<ElementType, 'int64'>;

/** What a type is called in the arena. Bytes need no other name: they may hold anything. */
export const ARENA_TYPES: Readonly<Record<CElement, string>> = {
  int8: 'int8_t',
  uint8: 'uint8_t',
  bool: 'uint8_t',
  int16: 'fettle_int16',
  int32: 'fettle_int32',
  resource: 'fettle_int32',
  float32: 'fettle_float32',
};

/** What a type is called in constants, and by who uses a model. */
export const PLAIN_TYPES: Readonly<Record<CElement, string>> = {
  ...ARENA_TYPES,
  int16: 'int16_t',
  int32: 'int32_t',
  resource: 'int32_t',
  float32: 'float',
};

/** A float32 as C has it: nine digits tell all of them apart. */
export function floatC(value: number): string {
  return `${value.toExponential(8)}f`;
}
