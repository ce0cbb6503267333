import { ARITHMETICS } from '../arithmetic/arithmetic';
import { compileC, CompiledModel } from '../c/compile-c';
import { Model, OperatorNode } from '../graph/model.types';
import { Machine } from '../interpreter/machine';
import { DEFAULT_LIMITS } from '../limits';
import { elementWork } from '../operators/element-work';
import { Work } from '../operators/operator';
import { operatorByName } from '../operators/registry';
import { calledFunctions, declaredConstant, turnsOf } from './c-text';

/** One layer as it is compiled: what its time and its bytes depend on. */
export interface CompiledLayer {
  readonly node: OperatorNode;
  /** Names the statements' functions; empty where nothing is to be done. */
  readonly kernel: string;
  readonly functions: readonly string[];
  /** From the row, and from the statements' loops. */
  readonly work: Work;
  readonly weightBytes: number;
  /** All other constants. */
  readonly constantBytes: number;
}

/** What kernels read products from. */
const WEIGHTS = /_(weights|filters)\w*$/;

/** A compiled model with its layers, in the model's order. */
export interface CompiledLayers {
  readonly compiled: CompiledModel;
  readonly layers: readonly CompiledLayer[];
}

/** The layers of a model's main subgraph, read from the very text that is compiled. Errors as `compileC`. */
export function compiledLayers(model: Model): CompiledLayers {
  const compiled = compileC(model, 'model');
  const prepared = new Machine(model, ARITHMETICS.tflm, DEFAULT_LIMITS).subgraph(0).layers;
  const layers = prepared.map(({ node, site }, i) => {
    const { statements, declarations } = compiled.layers[i]!;
    const constants = declarations.map(declaredConstant);
    const bytes = (wanted: boolean): number =>
      constants
        .filter(({ name }) => WEIGHTS.test(name) === wanted)
        .reduce((sum, { bytes: own }) => sum + own, 0);
    const functions = calledFunctions(statements);
    return {
      node,
      kernel: kernelName(statements, functions),
      functions,
      work: {
        ...(operatorByName(node.name).cost?.(site) ?? elementWork(site)),
        ...turnsOf(statements),
        layer: 1,
      },
      weightBytes: bytes(true),
      constantBytes: bytes(false),
    };
  });
  return { compiled, layers };
}

/** Generated loops are told from plain calls, and by what they do to each element. */
function kernelName(statements: string, functions: readonly string[]): string {
  const loops = /\bfor \(/.test(statements) ? ['for'] : [];
  return [...loops, ...functions].join(' + ');
}
