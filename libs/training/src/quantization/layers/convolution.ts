import { ActivationName } from '../../network/network.types';
import { Flow, fusedActivation, LayerScope, ownActivation, tensorShape } from './layer-lowering';
import { afterWindow, windowOptions, WindowSpec } from './windowed';

/** A full convolution of images, or of series as images of one row: CONV_2D. */
export function lowerConvolution(
  site: LayerScope,
  filters: number,
  window: WindowSpec,
  activation: ActivationName | undefined,
): Flow {
  const { flow, builder } = site;
  const depth = flow.shape.at(-1)!;
  const [rows, columns] = window.size;
  const shape = [...afterWindow(site, window), filters];
  const kernel = builder.weights('kernel', [filters, rows, columns, depth], site.weights('kernel'), 0);
  const bias = builder.bias('bias', site.weights('bias'));
  const sum = builder.apply('CONV_2D', [flow.tensor, kernel, bias], tensorShape(shape), {
    options: {
      ...windowOptions(window),
      activation: fusedActivation(activation),
      dilationWidth: 1,
      dilationHeight: 1,
    },
  });
  return { ...flow, tensor: ownActivation(builder, sum, activation), shape };
}
