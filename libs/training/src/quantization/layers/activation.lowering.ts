import { fusedActivation, LayerLowering, ownActivation } from './layer-lowering';

/** Fused into the operator before where that can end in it, else an operator of its own. */
export const activation: LayerLowering<'activation'> = {
  kind: 'activation',
  lower: ({ layer, flow, builder }) => {
    const fusable = fusedActivation(layer.activation);
    if (fusable === 'NONE') {
      return { ...flow, tensor: ownActivation(builder, flow.tensor, layer.activation) };
    }
    if (builder.fuse(flow.tensor, fusable)) return flow;
    return { ...flow, tensor: builder.apply(fusable, [flow.tensor], builder.shape(flow.tensor)) };
  },
};
