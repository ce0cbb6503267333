import { malformed, tooLarge } from '../errors';
import { bytesPerElement, integerRange } from '../graph/element-types';
import { ElementType, Quantization, Shape, Tensor } from '../graph/model.types';
import { elementCount } from '../graph/shapes';
import { ModelLimits } from '../limits';
import { elementTypeOf } from './element-codes';
import { FlatTable } from './flat-table';

/**
 * Reads tensor `index` (schema table Tensor); its constant bytes come from the model's buffers. It may be empty: converters
 * write the quantisation inside an LSTM as tensors of shape [0].
 */
export function readTensor(
  table: FlatTable,
  index: number,
  buffers: readonly FlatTable[],
  limits: ModelLimits,
): Tensor {
  const type = elementTypeOf(table.int8(1));
  if (type === undefined) throw malformed(`tensor ${index} has unsupported type ${table.int8(1)}`);
  if (table.has(6)) throw malformed(`tensor ${index} is sparse`);
  const shape = readShape(table, index, type, limits);
  const quantization = readQuantization(table.table(4), shape, type);
  const data = readData(buffers, table.uint32(2), byteLength(shape, type), index);
  const variable = table.bool(5);
  if (variable && data !== undefined) throw malformed(`tensor ${index} is state, and constant`);
  return {
    index,
    name: table.text(3),
    type,
    shape,
    variable,
    ...(quantization === undefined ? {} : { quantization }),
    ...(data === undefined ? {} : { data }),
  };
}

function byteLength(shape: Shape, type: ElementType): number {
  return elementCount(shape) * bytesPerElement(type);
}

function readShape(table: FlatTable, index: number, type: ElementType, limits: ModelLimits): Shape {
  const rank = table.vectorLength(0);
  if (rank > limits.rank) throw tooLarge(`rank of tensor ${index}`, rank, limits.rank);
  const shape = table.int32s(0);
  if (shape.some((extent) => extent < 0)) throw malformed(`tensor ${index} has an extent below 0`);
  const bytes = byteLength(shape, type);
  if (bytes > limits.tensorBytes) throw tooLarge(`bytes of tensor ${index}`, bytes, limits.tensorBytes);
  return shape;
}

function readData(
  buffers: readonly FlatTable[],
  buffer: number,
  length: number,
  index: number,
): Uint8Array | undefined {
  if (buffer === 0) return undefined;
  const table = buffers[buffer];
  if (table === undefined) throw malformed(`tensor ${index} refers to buffer ${buffer}`);
  if (table.has(1)) throw malformed(`tensor ${index} lies outside the file`);
  const data = table.bytes(0);
  if (data.length === 0) return undefined;
  if (data.length !== length) throw malformed(`tensor ${index} holds ${data.length} bytes, not ${length}`);
  return data;
}

function readQuantization(
  table: FlatTable | undefined,
  shape: Shape,
  type: ElementType,
): Quantization | undefined {
  if (table === undefined || table.vectorLength(2) === 0) return undefined;
  if (table.uint8(4) !== 0) throw malformed('quantisation details are not supported');
  const axis = table.int32(6);
  const scales = table.float32s(2);
  if (scales.some((scale) => scale < 0)) throw malformed('a scale is negative');
  // Writers leave 0 where nothing was calibrated: no quantisation that an operator could use.
  if (scales.includes(0)) return undefined;
  if (scales.length > 1 && scales.length !== shape[axis])
    throw malformed('scales do not fit their dimension');
  const zeroPoints = table.int64s(3);
  if (zeroPoints.length === 0) zeroPoints.push(0);
  if (zeroPoints.length === 1) while (zeroPoints.length < scales.length) zeroPoints.push(zeroPoints[0]!);
  const [least, greatest] = integerRange(type);
  if (zeroPoints.some((zero) => zero < least || zero > greatest))
    throw malformed('a zero point is out of range');
  if (zeroPoints.length !== scales.length) throw malformed('scales and zero points differ in number');
  return { scales, zeroPoints, axis };
}
