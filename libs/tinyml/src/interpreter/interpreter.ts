import { AppError } from '@fettle/kernel';
import { ARITHMETICS, ArithmeticName } from '../arithmetic/arithmetic';
import { ElementArray } from '../graph/element-types';
import { Model, OperatorNode, Tensor } from '../graph/model.types';
import { DEFAULT_LIMITS, ModelLimits } from '../limits';
import { Operand } from '../operators/operator';
import { Machine } from './machine';

/** Called after each operator of the main subgraph with what it wrote; the values are the interpreter's own. */
export type LayerObserver = (operator: OperatorNode, outputs: readonly Operand[]) => void;

export interface Interpreter {
  readonly inputs: readonly Tensor[];
  readonly outputs: readonly Tensor[];
  /** Inner steps of one run, about one multiplication each. */
  readonly steps: number;
  /**
   * One inference: copies the inputs in, runs every operator in order, and returns the output arrays, which the next
   * run overwrites. Recurrent state carries over. `TINYML.BAD_INPUT` where number, type or length do not fit.
   */
  run(inputs: readonly ElementArray[], observer?: LayerObserver): readonly ElementArray[];
  /** Recurrent state as it was at the beginning. */
  reset(): void;
}

/**
 * Runs a model in the named arithmetic. Everything is checked and allocated here: `TINYML.OPERATOR_REFUSED` names the
 * first operator that cannot run and why, `TINYML.TOO_LARGE` says which limit was passed; `run` allocates nothing.
 */
export function createInterpreter(
  model: Model,
  arithmetic: ArithmeticName,
  limits: ModelLimits = DEFAULT_LIMITS,
): Interpreter {
  const machine = new Machine(model, ARITHMETICS[arithmetic], limits);
  const main = machine.subgraph(0);
  const inputs = main.graph.inputs.map((i) => main.operands[i]!);
  const outputs = main.graph.outputs.map((i) => main.operands[i]!);
  const results = outputs.map(({ values }) => values);
  return {
    inputs,
    outputs,
    steps: machine.steps,
    run: (given, observer) => {
      if (given.length !== inputs.length) throw badInput(`${given.length} inputs, not ${inputs.length}`);
      for (let i = 0; i < inputs.length; i++) feed(inputs[i]!, given[i]!, i);
      if (observer === undefined) main.run();
      else main.runObserved(observer);
      return results;
    },
    reset: () => machine.reset(),
  };
}

function feed(operand: Operand, given: ElementArray, i: number): void {
  if (given.constructor !== operand.values.constructor || given.length !== operand.count) {
    throw badInput(`input ${i} takes ${operand.count} ${operand.type}, got ${given.length}`);
  }
  (operand.values as Int8Array).set(given as Int8Array);
}

function badInput(what: string): AppError {
  return new AppError('TINYML.BAD_INPUT', what);
}
