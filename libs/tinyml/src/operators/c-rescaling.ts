import { overlapShift } from './c-overlap';
import { ChannelRescaling } from './channel-rescaling';
import { CFields, CLayer, Site } from './operator';
import { poolGeometry, PoolOptions } from './pooling';
import { clampOf } from './quantized';
import { Window } from './windows';

/**
 * Members of the runtime header's `fettle_rescaling`: how sums become outputs. Factors that are the same for all channels
 * are written once.
 */
export function rescalingFields(
  layer: CLayer,
  rescaling: Pick<ChannelRescaling, 'multipliers' | 'shifts' | 'outputOffset' | 'biases' | 'low' | 'high'>,
): CFields {
  const { multipliers, shifts, outputOffset, biases, low, high } = rescaling;
  const shared = multipliers.every((m, c) => m === multipliers[0] && shifts[c] === shifts[0]);
  const kept = shared ? 1 : multipliers.length;
  return {
    output_offset: outputOffset,
    low,
    high,
    per_channel: shared ? 0 : 1,
    biases: layer.array('biases', 'int32_t', biases),
    multipliers: layer.array('multipliers', 'int32_t', multipliers.subarray(0, kept)),
    shifts: layer.array('shifts', 'int8_t', shifts.subarray(0, kept)),
  };
}

/** Members of the runtime header's `fettle_window`. */
export function windowFields({ input, output, size, stride, dilation, before }: Window): CFields {
  return { input, output, size, stride, dilation, before };
}

/** Members of the runtime header's `fettle_pool`; refuses what is not int8. */
export function poolFields(site: Site<PoolOptions>, layer: CLayer): CFields {
  if (site.input(0).type !== 'int8') layer.refuse('16-bit values');
  const { batches, depth, rows, columns } = poolGeometry(site);
  const [low, high] = clampOf(site, site.options.activation, site.output(0));
  return { batches, depth, low, high, rows: windowFields(rows), columns: windowFields(columns) };
}

/** Where a pooling's output may begin before its input: every channel is pooled by itself. */
export function poolOverlap(site: Site<PoolOptions>): number {
  const { batches, rows, columns, depth } = poolGeometry(site);
  return overlapShift({ batches, rows, columns, inputDepth: depth, outputDepth: depth, separable: true });
}
