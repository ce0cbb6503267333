import { add } from './add/add.operator';
import { averagePool2d } from './average-pool-2d/average-pool-2d.operator';
import { conv2d } from './conv-2d/conv-2d.operator';
import { depthwiseConv2d } from './depthwise-conv-2d/depthwise-conv-2d.operator';
import { fullyConnected } from './fully-connected/fully-connected.operator';
import { hardSwish } from './hard-swish/hard-swish.operator';
import { leakyRelu } from './leaky-relu/leaky-relu.operator';
import { logistic } from './logistic/logistic.operator';
import { maxPool2d } from './max-pool-2d/max-pool-2d.operator';
import { mean } from './mean/mean.operator';
import { mul } from './mul/mul.operator';
import { Operator } from './operator';
import { relu } from './relu/relu.operator';
import { relu6 } from './relu6/relu6.operator';
import { reshape } from './reshape/reshape.operator';
import { softmax } from './softmax/softmax.operator';
import { sub } from './sub/sub.operator';
import { tanh } from './tanh/tanh.operator';

/** Every operator there is, one row each; front and back ends know operators from here alone. */
export const OPERATORS: readonly Operator[] = [
  add,
  averagePool2d,
  conv2d,
  depthwiseConv2d,
  fullyConnected,
  hardSwish,
  leakyRelu,
  logistic,
  maxPool2d,
  mean,
  mul,
  relu,
  relu6,
  reshape,
  softmax,
  sub,
  tanh,
] as readonly Operator[];

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
