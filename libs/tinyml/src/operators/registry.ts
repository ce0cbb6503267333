import { add } from './add/add.operator';
import { assignVariable } from './assign-variable/assign-variable.operator';
import { averagePool2d } from './average-pool-2d/average-pool-2d.operator';
import { callOnce } from './call-once/call-once.operator';
import { concatenation } from './concatenation/concatenation.operator';
import { conv2d } from './conv-2d/conv-2d.operator';
import { depthwiseConv2d } from './depthwise-conv-2d/depthwise-conv-2d.operator';
import { dequantize } from './dequantize/dequantize.operator';
import { expandDims } from './expand-dims/expand-dims.operator';
import { fill } from './fill/fill.operator';
import { fullyConnected } from './fully-connected/fully-connected.operator';
import { hardSwish } from './hard-swish/hard-swish.operator';
import { leakyRelu } from './leaky-relu/leaky-relu.operator';
import { logistic } from './logistic/logistic.operator';
import { maxPool2d } from './max-pool-2d/max-pool-2d.operator';
import { maximum } from './maximum/maximum.operator';
import { mean } from './mean/mean.operator';
import { minimum } from './minimum/minimum.operator';
import { mul } from './mul/mul.operator';
import { pack } from './pack/pack.operator';
import { pad } from './pad/pad.operator';
import { padv2 } from './padv2/padv2.operator';
import { quantize } from './quantize/quantize.operator';
import { readVariable } from './read-variable/read-variable.operator';
import { reduceMax } from './reduce-max/reduce-max.operator';
import { reduceMin } from './reduce-min/reduce-min.operator';
import { relu } from './relu/relu.operator';
import { relu6 } from './relu6/relu6.operator';
import { reshape } from './reshape/reshape.operator';
import { resizeNearestNeighbor } from './resize-nearest-neighbor/resize-nearest-neighbor.operator';
import { shape } from './shape/shape.operator';
import { slice } from './slice/slice.operator';
import { softmax } from './softmax/softmax.operator';
import { splitV } from './split-v/split-v.operator';
import { split } from './split/split.operator';
import { squeeze } from './squeeze/squeeze.operator';
import { stridedSlice } from './strided-slice/strided-slice.operator';
import { sub } from './sub/sub.operator';
import { svdf } from './svdf/svdf.operator';
import { tanh } from './tanh/tanh.operator';
import { transposeConv } from './transpose-conv/transpose-conv.operator';
import { transpose } from './transpose/transpose.operator';
import { unidirectionalSequenceLstm } from './unidirectional-sequence-lstm/unidirectional-sequence-lstm.operator';
import { unpack } from './unpack/unpack.operator';
import { varHandle } from './var-handle/var-handle.operator';
import { Operator } from './operator';

/** Every operator there is, one row each; front and back ends know operators from here alone. */
export const OPERATORS: readonly Operator[] = [
  add,
  assignVariable,
  averagePool2d,
  callOnce,
  concatenation,
  conv2d,
  depthwiseConv2d,
  dequantize,
  expandDims,
  fill,
  fullyConnected,
  hardSwish,
  leakyRelu,
  logistic,
  maxPool2d,
  maximum,
  mean,
  minimum,
  mul,
  pack,
  pad,
  padv2,
  quantize,
  readVariable,
  reduceMax,
  reduceMin,
  relu,
  relu6,
  reshape,
  resizeNearestNeighbor,
  shape,
  slice,
  softmax,
  split,
  splitV,
  squeeze,
  stridedSlice,
  sub,
  svdf,
  tanh,
  transposeConv,
  transpose,
  unidirectionalSequenceLstm,
  unpack,
  varHandle,
];

const BY_CODE = new Map(OPERATORS.map((operator) => [operator.code, operator]));
const BY_NAME = new Map(OPERATORS.map((operator) => [operator.name, operator]));

/** The row of a schema code; undefined for operators that are not supported. */
export function operatorByCode(code: number): Operator | undefined {
  return BY_CODE.get(code);
}

/** The row of a graph's operator; a graph has no others. */
export function operatorByName(name: string): Operator {
  const operator = BY_NAME.get(name);
  if (operator === undefined) throw new TypeError(`no operator ${name}`);
  return operator;
}
