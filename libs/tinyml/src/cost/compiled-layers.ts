import { ARITHMETICS } from '../arithmetic/arithmetic';
import { compileC, CompiledModel } from '../c/compile-c';
import { Model, OperatorNode } from '../graph/model.types';
import { Machine } from '../interpreter/machine';
import { DEFAULT_LIMITS } from '../limits';
import { elementWork } from '../operators/element-work';
import { Work } from '../operators/operator';
import { operatorByName } from '../operators/registry';
import { calledFunctions, convertedTypes, declaredConstant, resetStatements } from './c-text';
import { Turns, turnsOf } from './turns';

/** What a text takes in flash depends on these, by name. */
export type Text = Readonly<Record<string, number>>;

/** One layer as it is compiled: what its time and its bytes depend on. */
export interface CompiledLayer {
  readonly node: OperatorNode;
  /** Names the statements' functions; `MOVES` where there are none, empty where nothing is to be done. */
  readonly kernel: string;
  /** Of the runtime header, and those outside it: the C library's, and `REAL_NUMBERS`. */
  readonly functions: readonly string[];
  /** From the row, and from the statements' loops. */
  readonly work: Work;
  readonly text: Text;
  readonly weightBytes: number;
  /** All other constants. */
  readonly constantBytes: number;
}

/** What kernels read products from. */
const WEIGHTS = /_(weights|filters)\w*$/;

/** The kernel of layers that only move bytes: loops and copies, and no function of the runtime header. */
export const MOVES = 'moves';

/** Stands for the compiler's own functions, which compute with real numbers where the processor has no unit for them. */
export const REAL_NUMBERS = 'real numbers';

/** A compiled model with its layers, in the model's order. */
export interface CompiledLayers {
  readonly compiled: CompiledModel;
  readonly layers: readonly CompiledLayer[];
  /** Of the function that forgets what runs have left behind; absent where nothing outlives a run. */
  readonly reset?: { readonly functions: readonly string[]; readonly text: Text };
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
    const turns = turnsOf(statements);
    return {
      node,
      kernel: kernelName(statements),
      functions: functionsOf(statements, turns),
      work: { ...(operatorByName(node.name).cost?.(site) ?? elementWork(site)), ...turns.run, layer: 1 },
      text: { ...turns.text, layer: 1 },
      weightBytes: bytes(true),
      constantBytes: bytes(false),
    };
  });
  const forgetting = resetStatements(compiled.source);
  if (forgetting === '') return { compiled, layers };
  const turns = turnsOf(forgetting);
  return { compiled, layers, reset: { functions: turns.library, text: { ...turns.text, layer: 1 } } };
}

function functionsOf(statements: string, { library }: Turns): readonly string[] {
  const real = /\bfloat\b/.test(statements) ? [REAL_NUMBERS] : [];
  return [...calledFunctions(statements), ...library, ...real];
}

/** Generated loops are told from plain calls, and by what they do to each element. */
function kernelName(statements: string): string {
  if (statements === '') return '';
  const functions = calledFunctions(statements);
  const types = convertedTypes(statements);
  if (functions.length === 0 && types === undefined) return MOVES;
  const loops = /\bfor \(/.test(statements) ? [types === undefined ? 'for' : `for ${types}`] : [];
  return [...loops, ...functions].join(' + ');
}
