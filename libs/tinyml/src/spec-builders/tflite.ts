import { bytesPerElement, ElementArray, newElements } from '../graph/element-types';
import { ElementType } from '../graph/model.types';
import { encodeFlatbuffer, Table } from './flatbuffer';

const TYPE_CODES: Readonly<Record<ElementType, number>> = {
  float32: 0,
  int32: 2,
  uint8: 3,
  int64: 4,
  bool: 6,
  int16: 7,
  int8: 9,
  resource: 13,
};

export interface TensorSpec {
  readonly shape: readonly number[];
  /** int8 unless said otherwise. */
  readonly type?: ElementType;
  readonly scale?: number | readonly number[];
  readonly zero?: number;
  readonly axis?: number;
  /** Makes it a constant. */
  readonly values?: readonly number[];
  readonly variable?: boolean;
}

export interface OperatorSpec {
  readonly code: number;
  readonly inputs: readonly number[];
  readonly outputs: readonly number[];
  readonly intermediates?: readonly number[];
  readonly options?: Table;
}

export interface SubgraphSpec {
  readonly tensors: readonly TensorSpec[];
  readonly operators: readonly OperatorSpec[];
  readonly inputs: readonly number[];
  readonly outputs: readonly number[];
}

/** The bytes of a TensorFlow Lite model with these subgraphs. */
export function encodeTflite(subgraphs: readonly SubgraphSpec[]): Uint8Array {
  const codes = [...new Set(subgraphs.flatMap(({ operators }) => operators.map(({ code }) => code)))];
  const buffers: Table[] = [{}];
  const encoded = subgraphs.map((subgraph) => ({
    0: { tables: subgraph.tensors.map((tensor) => encodeTensor(tensor, buffers)) },
    1: { ints: subgraph.inputs },
    2: { ints: subgraph.outputs },
    3: { tables: subgraph.operators.map((operator) => encodeOperator(operator, codes)) },
  }));
  return encodeFlatbuffer(
    {
      0: { i32: 3 },
      1: { tables: codes.map((code) => ({ 0: { i8: Math.min(code, 127) }, 3: { i32: code } })) },
      2: { tables: encoded },
      3: { text: 'made for a spec' },
      4: { tables: buffers },
    },
    'TFL3',
  );
}

function encodeTensor(tensor: TensorSpec, buffers: Table[]): Table {
  const type = tensor.type ?? 'int8';
  const scales = tensor.scale === undefined ? [] : [tensor.scale].flat();
  if (tensor.values !== undefined) buffers.push({ 0: { bytes: constantBytes(type, tensor.values) } });
  return {
    0: { ints: tensor.shape },
    1: { i8: TYPE_CODES[type] },
    2: { i32: tensor.values === undefined ? 0 : buffers.length - 1 },
    ...(scales.length === 0
      ? {}
      : {
          4: {
            table: {
              2: { floats: scales },
              3: { longs: scales.map(() => tensor.zero ?? 0) },
              6: { i32: tensor.axis ?? 0 },
            },
          },
        }),
    5: { i8: tensor.variable === true ? 1 : 0 },
  };
}

function constantBytes(type: ElementType, values: readonly number[]): Uint8Array {
  const elements = elementsFrom(type, values);
  return new Uint8Array(elements.buffer, 0, values.length * bytesPerElement(type));
}

/** Numbers as an array of the type's elements. */
export function elementsFrom(type: ElementType, values: readonly number[]): ElementArray {
  const elements = newElements(type, values.length);
  values.forEach((value, i) => {
    if (elements instanceof BigInt64Array) elements[i] = BigInt(value);
    else elements[i] = value;
  });
  return elements;
}

function encodeOperator(operator: OperatorSpec, codes: readonly number[]): Table {
  return {
    0: { i32: codes.indexOf(operator.code) },
    1: { ints: operator.inputs },
    2: { ints: operator.outputs },
    ...(operator.options === undefined ? {} : { 3: { i8: 1 }, 4: { table: operator.options } }),
    8: { ints: operator.intermediates ?? [] },
  };
}
