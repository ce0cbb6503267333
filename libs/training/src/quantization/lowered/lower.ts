import { Network } from '../../network/network.types';
import { checkWeights } from '../../network/shapes';
import { notLowered } from '../errors';
import {
  Flow,
  LayerKind,
  LayerLowering,
  layerSite,
  LoweringOptions,
  tensorShape,
} from '../layers/layer-lowering';
import { LAYER_LOWERINGS } from '../layers/registry';
import { GraphBuilder } from './graph-builder';
import { LoweredGraph } from './lowered-graph.types';

/**
 * The network as the operators of an int8 graph, still in real numbers: it computes what the network computes. Batch norms
 * are expected to be folded where they can be. `TRAINING.NOT_LOWERED` names a layer that has no form here,
 * `TRAINING.BAD_WEIGHTS` one whose numbers are not finite; and what `checkWeights` throws.
 */
export function lower({ spec, weights }: Network, options: LoweringOptions): LoweredGraph {
  checkWeights(spec, weights);
  if (spec.input.length > 3) throw notLowered(-1, 'input', 'more than three axes');
  const builder = new GraphBuilder();
  const stepwise = options.recurrent === 'streaming' && spec.layers.some(({ kind }) => kind === 'gru');
  const shape = stepwise ? [1, ...spec.input.slice(1)] : spec.input;
  const input = builder.activation('input', tensorShape(shape), builder.newGroup());
  let flow: Flow = { tensor: input, shape, stepwise };
  const layerOutputs = spec.layers.map((layer, index) => {
    builder.enter(index, layer.kind);
    const row = LAYER_LOWERINGS[layer.kind] as LayerLowering;
    flow = row.lower(layerSite<LayerKind>({ index, layer, flow, options, builder }, weights[index]!));
    return flow.tensor;
  });
  return builder.finish(input, layerOutputs, stepwise ? spec.input[0]! : 1);
}
