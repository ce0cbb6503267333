const PRODUCTS = ['layer', 'rows', 'blocks', 'squares', 'rests', 'outputs'];

/**
 * What the loops of kernels count, by the function that has them: the only quantities that their time is fitted to, so
 * that a few samples tell. Of other kernels, whatever explains them best.
 */
const DRIVERS: Readonly<Record<string, readonly string[]>> = {
  fettle_dense_by_blocks: PRODUCTS,
  fettle_conv_2d_gathered: [...PRODUCTS, 'windowRows', 'copiedWords', 'copiedBytes', 'outside'],
  fettle_depthwise_by_blocks: ['layer', 'lines', 'pixels', 'outputs', 'filterRows', 'insideMacs'],
  fettle_depthwise_conv_2d: ['layer', 'pixels', 'outputs', 'filterRows', 'insideMacs'],
  fettle_conv_2d: ['layer', 'pixels', 'outputs', 'filterRows', 'filterTaps', 'insideMacs'],
  fettle_average_pool_2d: ['layer', 'pixels', 'outputs', 'valueRows', 'values'],
  fettle_max_pool_2d: ['layer', 'pixels', 'outputs', 'valueRows', 'values'],
  fettle_mean: ['layer', 'outputs', 'values'],
  fettle_softmax_8: ['layer', 'rows', 'outputs'],
};

/** The quantities of a kernel's context; undefined where nobody has said. */
export function driversOf(context: string): readonly string[] | undefined {
  return DRIVERS[/^\w+/.exec(context)?.[0] ?? ''];
}
