import { AppError } from '@fettle/kernel';
import { ARITHMETICS } from '../arithmetic/arithmetic';
import { Model, Tensor } from '../graph/model.types';
import { Machine, PreparedLayer, PreparedSubgraph } from '../interpreter/machine';
import { DEFAULT_LIMITS, ModelLimits } from '../limits';
import { ArenaPlan, planArena } from '../memory/arena';
import { operatorByName } from '../operators/registry';
import { arenaNeeds } from './arena-needs';
import { layerText, placeText } from './layer-text';
import { LayerPart, ModelEnd } from './model-parts';
import { headerText, sourceText } from './model-text';
import { runtimeHeader } from './runtime-header';
import { PlacedSubgraph, planState, StatePlan } from './state-plan';

/** A model as C99; write the texts to the files they are named after. */
export interface CompiledModel {
  /** `<name>.c` */
  readonly source: string;
  /** `<name>.h` */
  readonly header: string;
  /** `fettle_tinyml.h`, the same for every model. */
  readonly runtime: string;
  readonly arena: ArenaPlan;
  /** Of the main subgraph, in its order, as they stand in the source. */
  readonly layers: readonly LayerPart[];
  /** Memory beside the arena, of variables that outlive a run. */
  readonly stateBytes: number;
}

/** What may be left undone, to see what it is worth: results are the same bits. */
export interface CompileChoices {
  /** Kernels made for the layer's shapes and bounds, on weights in an order of their own. Default true. */
  readonly specialise?: boolean;
  /** Outputs that overlap inputs they are made from. Default true. */
  readonly overlap?: boolean;
}

/**
 * The model's main subgraph, and those it calls, as C99 that computes the same bits as the interpreter in the arithmetic
 * `tflm`. The name becomes the prefix of its functions (`TINYML.BAD_NAME` unless lower-case letters, digits and
 * underscores). Refuses what the interpreter refuses; `TINYML.OPERATOR_NOT_COMPILED` names the first operator in a form
 * that has no C, and `TINYML.NOT_COMPILED` an input or output that has none. The same model and name give the same text.
 */
export function compileC(
  model: Model,
  name: string,
  limits: ModelLimits = DEFAULT_LIMITS,
  choices: CompileChoices = {},
): CompiledModel {
  if (!/^[a-z][a-z0-9_]{0,62}$/.test(name)) throw new AppError('TINYML.BAD_NAME', `not a C name: ${name}`);
  const machine = new Machine(model, ARITHMETICS.tflm, limits);
  const main = placed(machine.subgraph(0), 'ARENA', choices);
  const called = machine.called.map((subgraph) => placed(subgraph, `ARENA_${subgraph.graph.index}`, choices));
  const state = planState(machine.kept, [main, ...called]);
  const { graph } = main.subgraph;
  const parts = {
    name,
    arena: main.arena,
    layers: compileLayers(main, state),
    called: called.map((part) => ({
      index: part.subgraph.graph.index,
      arenaBytes: part.arena.bytes,
      layers: compileLayers(part, state),
    })),
    state,
    inputs: endsOf(main, graph.inputs),
    outputs: endsOf(main, graph.outputs),
  };
  return {
    source: sourceText(parts),
    header: headerText(parts),
    runtime: runtimeHeader(),
    arena: main.arena,
    layers: parts.layers,
    stateBytes: state.bytes,
  };
}

function placed(
  subgraph: PreparedSubgraph,
  memory: string,
  { overlap = true, specialise = true }: CompileChoices,
): PlacedSubgraph {
  const arena = planArena(subgraph.graph, arenaNeeds(subgraph.layers, overlap));
  return { subgraph, memory, arena, specialised: specialise };
}

function endsOf({ subgraph, arena }: PlacedSubgraph, indices: readonly number[]): readonly ModelEnd[] {
  return indices.map((index) => {
    const tensor = subgraph.graph.tensors[index]!;
    const offset = arena.offsets.get(index);
    if (tensor.type === 'int64' || offset === undefined) {
      throw new AppError(
        'TINYML.NOT_COMPILED',
        `tensor ${index}: an input or output of 64 bits, or constant`,
      );
    }
    return { tensor, offset };
  });
}

function compileLayers(part: PlacedSubgraph, state: StatePlan): readonly LayerPart[] {
  return part.subgraph.layers.map((layer) => compileLayer(layer, part, state));
}

function compileLayer(
  { node, site, outputs }: PreparedLayer,
  { subgraph, memory, arena, specialised }: PlacedSubgraph,
  { variables }: StatePlan,
): LayerPart {
  const { index } = subgraph.graph;
  const prefix = `${index === 0 ? '' : `s${index}_`}l${node.index}`;
  const place = { subgraph: index, operatorIndex: node.index, operator: node.name };
  const { offsets } = arena;
  const scratch = arena.scratch.get(node.index);
  const text = layerText(place, { prefix, arena: memory, offsets, variables, scratch, specialised });
  const statements = operatorByName(node.name).c.emit(site, text);
  const shape = (tensor: Tensor | undefined): string => `[${tensor?.shape.join(', ') ?? ''}]`;
  const offset = offsets.get(outputs[0]?.index ?? -1);
  return {
    index: node.index,
    name: `${index === 0 ? '' : `s${index}_`}layer_${node.index}`,
    title: `Layer ${node.index}, ${node.name}: ${shape(site.optionalInput(0))} -> ${shape(outputs[0])}`,
    declarations: text.declarations,
    statements,
    output: placeText(memory, offset ?? 0),
    bytes: offset === undefined ? 0 : outputs[0]!.values.byteLength,
  };
}
