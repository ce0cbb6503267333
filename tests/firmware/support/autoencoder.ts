import { type Model, type Tensor } from '@fettle/tinyml';

/** Layers as wide as these; the last is as wide as the first. 9,216 weights. */
const WIDTHS = [64, 64, 8, 64, 64] as const;
/** Stored value of nothing. */
const ZERO = -128;
/** A stored weight stands for a 127th of itself. */
const UNIT = 127;

/** Weight from `column` to `row`, in 127ths, so that each row sums to about one. */
type WeightRule = (row: number, column: number) => number;
const smoothing: WeightRule = (row, column) => [63, 32][Math.abs(row - column)] ?? 0;
const pooling: WeightRule = (row, column) => (Math.floor(column / 8) === row ? 16 : 0);
const spreading: WeightRule = (row, column) => (Math.floor(row / 8) === column ? UNIT : 0);
const RULES: readonly WeightRule[] = [smoothing, pooling, spreading, smoothing];

function activations(index: number, width: number): Tensor {
  return {
    ...{ index, name: `values ${index}`, type: 'int8', shape: [1, width], variable: false },
    quantization: { scales: [1], zeroPoints: [ZERO], axis: 0 },
  };
}

function weights(index: number, rule: WeightRule, rows: number, columns: number): Tensor {
  const data = new Int8Array(rows * columns);
  for (let i = 0; i < data.length; i++) data[i] = rule(Math.floor(i / columns), i % columns);
  return {
    ...{ index, name: `weights ${index}`, type: 'int8', shape: [rows, columns], variable: false },
    quantization: { scales: [Math.fround(1 / UNIT)], zeroPoints: [0], axis: 0 },
    data: new Uint8Array(data.buffer),
  };
}

/**
 * An int8 autoencoder of dense layers that gives back what is even over eight neighbours, and nothing else: what it cannot
 * give back is the anomaly. Its weights follow a rule, so that nothing has to be trained or kept.
 */
export function autoencoder(): Model {
  const layers = RULES.length;
  const values = WIDTHS.map((width, i) => activations(i, width));
  const constants = RULES.map((rule, i) => weights(layers + 1 + i, rule, WIDTHS[i + 1]!, WIDTHS[i]!));
  const operators = RULES.map((_, index) => ({
    ...{ index, name: 'FULLY_CONNECTED', inputs: [index, layers + 1 + index, -1], outputs: [index + 1] },
    ...{ intermediates: [], options: { activation: 'NONE', shuffled: false, keepDimensions: false } },
  }));
  const subgraph = { index: 0, name: 'main', inputs: [0], outputs: [layers], operators };
  return {
    description: 'even over eight neighbours',
    subgraphs: [{ ...subgraph, tensors: [...values, ...constants] }],
  };
}
