import { MOVES } from '@fettle/tinyml';

const PRODUCTS = ['layer', 'rows', 'blocks', 'squares', 'rests', 'outputs'];
const GATHERED = ['windowRows', 'windowCopies', 'windowFills', 'copiedWords', 'copiedBytes', 'outside'];
const WINDOWS = ['layer', 'pixels', 'outputs', 'valueRows', 'values'];
const REDUCTIONS = ['layer', 'outputs', 'divided', 'valueRows', 'values', 'looseValues'];
const PAIRS = ['layer', 'statements', 'turns', 'outputs', 'operands', 'bounded', 'halved', 'doubled'];
const MOVED = [
  ...['copies', 'crookedCopies', 'slowCopies', 'slowBytes'],
  ...['copiedLines', 'copiedShortLines', 'copiedWords', 'copiedRests'],
  ...['fillings', 'filledLines', 'filledWords', 'filledBytes'],
  ...['byteLoops', 'loopedBytes', 'looseBytes'],
  ...['layer', 'loops', 'turns', 'statements', 'loneMoves'],
];
const CONVERSIONS = ['layer', 'outputs', 'halvings', 'doublings'];

/**
 * What the loops of kernels count, by the function that has them: the only quantities that their time is fitted to, so
 * that a few samples tell. Of other kernels, whatever explains them best.
 */
const DRIVERS: Readonly<Record<string, readonly string[]>> = {
  [MOVES]: MOVED,
  fettle_dense_by_blocks: PRODUCTS,
  fettle_fully_connected: ['layer', 'rows', 'outputs', 'macs'],
  fettle_conv_2d_gathered: [...PRODUCTS, ...GATHERED],
  fettle_depthwise_by_blocks: ['layer', 'lines', 'pixels', 'outputs', 'filterRows', 'insideMacs'],
  fettle_depthwise_conv_2d: ['layer', 'pixels', 'outputs', 'filterRows', 'insideMacs'],
  fettle_conv_2d: ['layer', 'pixels', 'outputs', 'filterRows', 'filterTaps', 'insideMacs'],
  fettle_transpose_conv_8: [
    'layer',
    'pixels',
    'outputs',
    'filterRows',
    'filterTaps',
    'insideTaps',
    'insideMacs',
  ],
  fettle_transpose_conv_16: ['layer', 'outputs', 'filterTaps', 'insideTaps', 'insideMacs'],
  fettle_average_pool_2d: WINDOWS,
  fettle_max_pool_2d: WINDOWS,
  fettle_mean: REDUCTIONS,
  fettle_mean_apart: REDUCTIONS,
  fettle_least_8: REDUCTIONS,
  fettle_greatest_8: REDUCTIONS,
  fettle_softmax_8: ['layer', 'rows', 'outputs'],
  fettle_lstm: ['layer', 'steps', 'outputs', 'rounded', 'macs'],
  fettle_svdf: ['layer', 'filters', 'outputs', 'inputMacs', 'memoryMacs'],
  fettle_sum_8: PAIRS,
  fettle_sum_16: PAIRS,
  fettle_product_8: [...PAIRS, 'signed'],
  fettle_product_16: [...PAIRS, 'signed'],
  fettle_maximum_8: PAIRS,
  fettle_minimum_8: PAIRS,
  fettle_maximum_16: PAIRS,
  fettle_minimum_16: PAIRS,
  fettle_look_up: ['layer', 'outputs'],
};

/** The quantities of a kernel's context; undefined where nobody has said. */
export function driversOf(context: string): readonly string[] | undefined {
  if (/^for \w+ to /.test(context)) return CONVERSIONS;
  return DRIVERS[/^(?:for \+ )?(\w+)/.exec(context)?.[1] ?? ''];
}

/** What the code of a kernel's context is made of: the kernel itself, each layer's call, and loops that are written out. */
export function textDriversOf(context: string): readonly string[] {
  if (context === MOVES) return ['layer', 'loops', 'statements', 'moves', 'byteMoves'];
  const loops = context.startsWith('for +') ? ['loops'] : [];
  return context.includes(', shared') ? ['kernel', 'layer', ...loops] : ['kernel', ...loops];
}
