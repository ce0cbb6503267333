import { Arithmetic } from '../arithmetic/arithmetic';
import { Place, refusedOperator } from '../errors';
import { OperatorNode } from '../graph/model.types';
import { Operand, Site, Surroundings } from '../operators/operator';

/** What the row of `node` gets to see. */
export function makeSite(
  node: OperatorNode,
  operands: readonly Operand[],
  place: Place,
  arithmetic: Arithmetic,
  surroundings: Surroundings,
): Site {
  const refuse = (reason: string): never => {
    throw refusedOperator(place, reason);
  };
  const optional = (i: number): Operand | undefined => {
    const index = node.inputs[i];
    return index === undefined || index === -1 ? undefined : operands[index];
  };
  return {
    options: node.options,
    arithmetic,
    surroundings,
    inputCount: node.inputs.length,
    outputCount: node.outputs.length,
    optionalInput: optional,
    input: (i) => optional(i) ?? refuse(`input ${i} is missing`),
    output: (i) => operands[node.outputs[i] ?? -1] ?? refuse(`output ${i} is missing`),
    intermediate: (i) => operands[node.intermediates[i] ?? -1],
    refuse,
    require: (condition, reason) => {
      if (!condition) refuse(reason);
    },
  };
}
