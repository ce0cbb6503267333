import { malformed, tooLarge, unsupportedOperator } from '../errors';
import { Model, OperatorNode, Subgraph, Tensor } from '../graph/model.types';
import { DEFAULT_LIMITS, ModelLimits } from '../limits';
import { operatorByCode } from '../operators/registry';
import { FlatTable } from './flat-table';
import { operatorName } from './operator-names';
import { readTensor } from './read-tensor';

interface OperatorCode {
  readonly code: number;
  readonly custom: string;
}

/**
 * The model in these bytes (TensorFlow Lite schema, file identifier TFL3). Constant tensors are views of the bytes:
 * leave them unchanged while the model is in use. Whatever the bytes are, the result is a model whose references,
 * shapes and sizes hold, or an `AppError`: `TINYML.MALFORMED`, `TINYML.TOO_LARGE`, or `TINYML.OPERATOR_UNSUPPORTED`
 * with the operator's name and place. Time and memory are bounded by the number of bytes.
 */
export function loadTflite(bytes: Uint8Array, limits: ModelLimits = DEFAULT_LIMITS): Model {
  if (bytes.length > limits.modelBytes) throw tooLarge('model bytes', bytes.length, limits.modelBytes);
  const root = FlatTable.root(bytes, 'TFL3');
  if (root.uint32(0) !== 3) throw malformed(`schema version ${root.uint32(0)}`);
  const codes = root.tables(1, limits.nodes).map(readCode);
  const buffers = root.tables(4, 2 * limits.nodes);
  const subgraphs = root.tables(2, limits.subgraphs);
  if (subgraphs.length === 0) throw malformed('it has no subgraph');
  checkNodes(subgraphs, limits.nodes);
  return {
    description: root.text(3),
    subgraphs: subgraphs.map((table, index) => readSubgraph(table, index, { codes, buffers, limits })),
  };
}

/** Counted before any is read. */
function checkNodes(subgraphs: readonly FlatTable[], limit: number): void {
  for (const field of [0, 3]) {
    const total = subgraphs.reduce((sum, table) => sum + table.vectorLength(field), 0);
    if (total > limit) throw tooLarge('tensors or operators', total, limit);
  }
}

function readCode(table: FlatTable): OperatorCode {
  // Codes past 127 are only in the wider field; older files have only the byte.
  return { code: Math.max(table.int8(0), table.int32(3)), custom: table.text(1) };
}

interface Context {
  readonly codes: readonly OperatorCode[];
  readonly buffers: readonly FlatTable[];
  readonly limits: ModelLimits;
}

function readSubgraph(table: FlatTable, index: number, context: Context): Subgraph {
  const { nodes } = context.limits;
  const tensors = table
    .tables(0, nodes)
    .map((tensor, i) => readTensor(tensor, i, context.buffers, context.limits));
  const subgraph = {
    index,
    name: table.text(4),
    tensors,
    inputs: table.int32s(1),
    outputs: table.int32s(2),
    operators: table.tables(3, nodes).map((operator, i) => readOperator(operator, i, index, context.codes)),
  };
  checkOrder(subgraph);
  return subgraph;
}

function readOperator(
  table: FlatTable,
  index: number,
  subgraph: number,
  codes: readonly OperatorCode[],
): OperatorNode {
  const code = codes[table.uint32(0)];
  if (code === undefined) throw malformed(`operator ${index} has no code`);
  const row = operatorByCode(code.code);
  if (row === undefined) {
    const operator = code.custom === '' ? operatorName(code.code) : `CUSTOM ${code.custom}`;
    throw unsupportedOperator({ subgraph, operatorIndex: index, operator });
  }
  return {
    index,
    name: row.name,
    inputs: table.int32s(1),
    outputs: table.int32s(2),
    intermediates: table.int32s(8),
    options: row.readOptions(table.table(4) ?? NOTHING),
  };
}

/** Options that the writer left out: every field has its default. */
const NOTHING = {
  int32: (_: number, absent = 0) => absent,
  uint8: (_: number, absent = 0) => absent,
  int8: (_: number, absent = 0) => absent,
  bool: (_: number, absent = false) => absent,
  float32: (_: number, absent = 0) => absent,
  int32s: () => [],
  text: () => '',
};

/** Every reference exists, every value is written once, and before it is read; none but inner carriers is empty. */
function checkOrder(subgraph: Subgraph): void {
  const ready = subgraph.tensors.map((tensor) => tensor.data !== undefined || tensor.variable);
  const known = (i: number, of: string): Tensor => {
    const tensor = subgraph.tensors[i];
    if (tensor === undefined) throw malformed(`${of} refers to tensor ${i}`);
    return tensor;
  };
  const used = (i: number, of: string): Tensor => {
    const tensor = known(i, of);
    if (tensor.shape.includes(0)) throw malformed(`tensor ${i} has an extent below 1`);
    return tensor;
  };
  for (const input of subgraph.inputs) {
    if (used(input, 'an input').data !== undefined) throw malformed(`input ${input} is constant`);
    ready[input] = true;
  }
  for (const operator of subgraph.operators) {
    const of = `operator ${operator.index}`;
    for (const input of operator.inputs) {
      if (input !== -1 && !(used(input, of) && ready[input]))
        throw malformed(`${of} reads tensor ${input} too early`);
    }
    for (const i of operator.intermediates) if (i !== -1) known(i, of);
    for (const output of operator.outputs) {
      if (used(output, of) && ready[output]) throw malformed(`${of} writes tensor ${output} again`);
      ready[output] = true;
    }
  }
  for (const output of subgraph.outputs) {
    if (used(output, 'an output') && !ready[output]) throw malformed(`output ${output} is never written`);
  }
}
