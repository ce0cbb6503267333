import { add } from './add/add.float';
import { assignVariable } from './assign-variable/assign-variable.float';
import { averagePool2d } from './average-pool-2d/average-pool-2d.float';
import { concatenation } from './concatenation/concatenation.float';
import { conv2d } from './conv-2d/conv-2d.float';
import { depthwiseConv2d } from './depthwise-conv-2d/depthwise-conv-2d.float';
import { fullyConnected } from './fully-connected/fully-connected.float';
import { logistic } from './logistic/logistic.float';
import { maxPool2d } from './max-pool-2d/max-pool-2d.float';
import { mean } from './mean/mean.float';
import { mul } from './mul/mul.float';
import { readVariable } from './read-variable/read-variable.float';
import { relu } from './relu/relu.float';
import { relu6 } from './relu6/relu6.float';
import { reshape } from './reshape/reshape.float';
import { softmax } from './softmax/softmax.float';
import { stridedSlice } from './strided-slice/strided-slice.float';
import { sub } from './sub/sub.float';
import { tanh } from './tanh/tanh.float';
import { varHandle } from './var-handle/var-handle.float';
import { FloatOperator } from './float-operator';

/** Every operator that networks are lowered to, one row each. */
export const FLOAT_OPERATORS: readonly FloatOperator[] = [
  add,
  assignVariable,
  averagePool2d,
  concatenation,
  conv2d,
  depthwiseConv2d,
  fullyConnected,
  logistic,
  maxPool2d,
  mean,
  mul,
  readVariable,
  relu,
  relu6,
  reshape,
  softmax,
  stridedSlice,
  sub,
  tanh,
  varHandle,
];

const BY_NAME = new Map(FLOAT_OPERATORS.map((operator) => [operator.name, operator]));

/** The row of a lowered graph's operator; a lowered graph has no others. */
export function floatOperator(name: string): FloatOperator {
  const operator = BY_NAME.get(name);
  if (operator === undefined) throw new TypeError(`no operator ${name}`);
  return operator;
}
