import { ChannelRescaling } from '../channel-rescaling';
import { windowFields } from '../c-rescaling';
import { clampAll, CLAMP_ALL_C } from '../c-scaling';
import { denseBlocks, DENSE_BLOCKS } from '../fully-connected/dense-blocks.c99';
import { CLayer, Operand } from '../operator';
import { Window } from '../windows';
import { GATHERED_C } from './gathered.c99';

/** The functions that `emitGathered` calls. */
export const GATHERED_CONV: readonly string[] = [...DENSE_BLOCKS, CLAMP_ALL_C, GATHERED_C];

/** A convolution of all input channels. */
export interface GatheredLayer {
  readonly shape: WindowShape & { readonly batches: number };
  /** [channel][row][column][input channel] */
  readonly weights: Int8Array;
  readonly rescaling: ChannelRescaling;
  readonly input: Operand;
  readonly output: Operand;
}

interface WindowShape {
  readonly rows: Window;
  readonly columns: Window;
  readonly inputDepth: number;
}

/** Bytes of one window laid out, which is the memory that the call needs beside its operands. */
export function gatheredBytes({ rows, columns, inputDepth }: WindowShape): number {
  return rows.size * columns.size * inputDepth;
}

/** The call; undefined where sums or weights are out of bounds. */
export function emitGathered(layer: CLayer, convolution: GatheredLayer): string | undefined {
  const { shape, weights, rescaling, input, output } = convolution;
  const dense = denseBlocks(layer, { rows: 1, depth: gatheredBytes(shape), weights, rescaling });
  if (dense === undefined) return undefined;
  const constants = layer.structure('convolution', 'fettle_gathered', {
    batches: shape.batches,
    input_depth: shape.inputDepth,
    rows: windowFields(shape.rows),
    columns: windowFields(shape.columns),
    dense: dense.fields,
  });
  const to = layer.values(output);
  const places = `${layer.values(input)}, ${dense.weights}, ${layer.scratch()}, ${to}`;
  return `fettle_conv_2d_gathered(${constants}, ${places});` + clampAll(rescaling, to, output.count);
}
