import { Model, OperatorNode, Quantization, Subgraph, Tensor } from '../graph/model.types';
import { WrittenOperands } from '../operators/operator';
import { operatorByName } from '../operators/registry';
import { elementCode } from './element-codes';
import { tableOf } from './field-sink';
import { FlatFields, writeFlatbuffer } from './flat-writer';

/** What the runtimes ask of constants, so that vector units can read them. */
const DATA_ALIGNMENT = 16;

/** Codes past this one do not fit the byte that older readers look at. */
const WIDEST_BYTE_CODE = 127;

/** Beside the graph, a name to find, and bytes that runtimes pass over. */
export interface TfliteMetadata {
  readonly name: string;
  readonly data: Uint8Array;
}

/**
 * The model as a TensorFlow Lite file (schema version 3, identifier TFL3), such that `loadTflite` gives an equal model.
 * Constants that are the same view of memory are stored once. The same model gives the same bytes.
 */
export function writeTflite(model: Model, metadata: readonly TfliteMetadata[] = []): Uint8Array {
  const buffers = new BufferList();
  const codes = new CodeList();
  const subgraphs = model.subgraphs.map((graph) => subgraphTable(graph, buffers, codes));
  const notes = metadata.map(({ name, data }) =>
    tableOf((table) => {
      table.text(0, name);
      table.uint32(1, buffers.indexOf(data));
    }),
  );
  const root = tableOf((table) => {
    table.uint32(0, 3);
    table.tables(1, codes.tables);
    table.tables(2, subgraphs);
    table.text(3, model.description);
    table.tables(4, buffers.tables);
    if (notes.length > 0) table.tables(6, notes);
  });
  return writeFlatbuffer(root, 'TFL3');
}

/** The model's buffers; the first is empty, and stands for what is computed. */
class BufferList {
  readonly tables: FlatFields[] = [tableOf(() => undefined)];
  private readonly known = new Map<ArrayBufferLike, Map<string, number>>();

  indexOf(data: Uint8Array): number {
    const views = this.known.get(data.buffer) ?? new Map<string, number>();
    this.known.set(data.buffer, views);
    const key = `${data.byteOffset}+${data.length}`;
    const index = views.get(key) ?? this.tables.length;
    if (index === this.tables.length) this.tables.push(tableOf((t) => t.bytes(0, data, DATA_ALIGNMENT)));
    views.set(key, index);
    return index;
  }
}

/** The model's operator codes, one for each operator and version in use. */
class CodeList {
  readonly tables: FlatFields[] = [];
  private readonly known = new Map<string, number>();

  indexOf(code: number, version: number): number {
    const key = `${code}.${version}`;
    const index = this.known.get(key) ?? this.tables.length;
    if (index === this.tables.length) this.tables.push(codeTable(code, version));
    this.known.set(key, index);
    return index;
  }
}

function codeTable(code: number, version: number): FlatFields {
  return tableOf((table) => {
    table.int8(0, Math.min(code, WIDEST_BYTE_CODE));
    table.int32(2, version, 1);
    table.int32(3, code);
  });
}

function subgraphTable(graph: Subgraph, buffers: BufferList, codes: CodeList): FlatFields {
  return tableOf((table) => {
    table.tables(
      0,
      graph.tensors.map((tensor) => tensorTable(tensor, buffers)),
    );
    table.int32s(1, graph.inputs);
    table.int32s(2, graph.outputs);
    table.tables(
      3,
      graph.operators.map((node) => operatorTable(node, graph, codes)),
    );
    table.text(4, graph.name);
  });
}

function tensorTable(tensor: Tensor, buffers: BufferList): FlatFields {
  const { name, type, shape, data, quantization, variable } = tensor;
  return tableOf((table) => {
    table.int32s(0, shape);
    table.int8(1, elementCode(type));
    table.uint32(2, data === undefined ? 0 : buffers.indexOf(data));
    table.text(3, name);
    if (quantization !== undefined) table.table(4, quantizationTable(quantization));
    table.bool(5, variable);
  });
}

function quantizationTable({ scales, zeroPoints, axis }: Quantization): FlatFields {
  return tableOf((table) => {
    table.float32s(2, scales);
    table.int64s(3, zeroPoints);
    table.int32(6, axis);
  });
}

function operatorTable(node: OperatorNode, graph: Subgraph, codes: CodeList): FlatFields {
  const { code, tflite } = operatorByName(node.name);
  const operands: WrittenOperands = {
    inputs: node.inputs.map((index) => graph.tensors[index]),
    outputs: node.outputs.map((index) => graph.tensors[index]!),
  };
  const options = tableOf((sink) => tflite.writeOptions(node.options, sink, operands));
  return tableOf((table) => {
    table.uint32(0, codes.indexOf(code, tflite.version(operands, node.options)));
    table.int32s(1, node.inputs);
    table.int32s(2, node.outputs);
    table.uint8(3, tflite.optionsType);
    if (tflite.optionsType !== 0) table.table(4, options);
    if (node.intermediates.length > 0) table.int32s(8, node.intermediates);
  });
}
