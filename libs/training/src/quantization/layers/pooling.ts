import { Pair, PaddingMode } from '../../network/network.types';
import { Flow, LayerSite, tensorShape } from './layer-lowering';
import { afterWindow, windowOptions } from './windowed';

interface PoolSpec {
  readonly size: Pair;
  readonly stride?: Pair;
  readonly padding?: PaddingMode;
}

/** A pooling by this operator; strides are the window's size unless given. */
export function lowerPooling(
  site: LayerSite<'average-pool'> | LayerSite<'max-pool'>,
  name: 'AVERAGE_POOL_2D' | 'MAX_POOL_2D',
): Flow {
  const { size, stride = size, padding = 'valid' }: PoolSpec = site.layer;
  const { flow, builder } = site;
  const window = { size, stride, padding };
  const shape = [...afterWindow(site, window), flow.shape.at(-1)!];
  const options = {
    ...windowOptions(window),
    filterHeight: size[0],
    filterWidth: size[1],
    activation: 'NONE',
  };
  return { ...flow, tensor: builder.apply(name, [flow.tensor], tensorShape(shape), { options }), shape };
}
