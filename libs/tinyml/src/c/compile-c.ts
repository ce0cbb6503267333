import { AppError } from '@fettle/kernel';
import { ARITHMETICS } from '../arithmetic/arithmetic';
import { notCompiled } from '../errors';
import { Model, Tensor } from '../graph/model.types';
import { Machine, PreparedLayer } from '../interpreter/machine';
import { DEFAULT_LIMITS, ModelLimits } from '../limits';
import { ArenaPlan, planArena } from '../memory/arena';
import { operatorByName } from '../operators/registry';
import { layerText } from './layer-text';
import { headerText, LayerPart, ModelEnd, sourceText } from './model-text';
import { runtimeHeader } from './runtime-header';

/** A model as C99; write the texts to the files they are named after. */
export interface CompiledModel {
  /** `<name>.c` */
  readonly source: string;
  /** `<name>.h` */
  readonly header: string;
  /** `fettle_tinyml.h`, the same for every model. */
  readonly runtime: string;
  readonly arena: ArenaPlan;
}

/**
 * The model's main subgraph as C99 that computes the same bits as the interpreter in the arithmetic `tflm`. The name
 * becomes the prefix of its functions (`TINYML.BAD_NAME` unless lower-case letters, digits and underscores). Refuses what
 * the interpreter refuses, and `TINYML.OPERATOR_NOT_COMPILED` names the first operator that has no C yet. The same model
 * and name give the same text.
 */
export function compileC(model: Model, name: string, limits: ModelLimits = DEFAULT_LIMITS): CompiledModel {
  if (!/^[a-z][a-z0-9_]{0,62}$/.test(name)) throw new AppError('TINYML.BAD_NAME', `not a C name: ${name}`);
  const main = new Machine(model, ARITHMETICS.tflm, limits).subgraph(0);
  const arena = planArena(main.graph);
  const layers = main.layers.map((layer) => compileLayer(layer, arena));
  const ends = (indices: readonly number[]): ModelEnd[] =>
    indices.map((index) => {
      const tensor = main.graph.tensors[index]!;
      const offset = arena.offsets.get(index);
      if (tensor.type !== 'int8' || offset === undefined) {
        throw new AppError('TINYML.NOT_COMPILED', `tensor ${index}: inputs and outputs are computed int8`);
      }
      return { tensor, offset };
    });
  const parts = { name, arena, layers, inputs: ends(main.graph.inputs), outputs: ends(main.graph.outputs) };
  return { source: sourceText(parts), header: headerText(parts), runtime: runtimeHeader(), arena };
}

function compileLayer({ node, site, outputs }: PreparedLayer, { offsets }: ArenaPlan): LayerPart {
  const place = { subgraph: 0, operatorIndex: node.index, operator: node.name };
  const { c } = operatorByName(node.name);
  if (c === undefined) throw notCompiled(place, 'has no C yet');
  const text = layerText(place, offsets);
  const statements = c.emit(site, text);
  const shape = (tensor: Tensor | undefined): string => `[${tensor?.shape.join(', ')}]`;
  return {
    index: node.index,
    title: `Layer ${node.index}, ${node.name}: ${shape(site.input(0))} -> ${shape(outputs[0])}`,
    declarations: text.declarations,
    statements,
    output: text.values(outputs[0]!),
    bytes: outputs[0]!.values.byteLength,
  };
}
