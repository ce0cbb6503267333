import { FusedActivation } from '../arithmetic/activation-range';
import { Accumulators, newAccumulators } from '../arithmetic/dot';
import { rescale, rescaleWide } from '../arithmetic/fixed-point';
import { Operand, Site } from './operator';
import { clampOf, factor, requireType, scaleOf, zeroPointOf } from './quantized';

/** Takes accumulators of each output channel to stored outputs, by fixed point. */
export interface ChannelRescaling {
  readonly multipliers: Int32Array;
  readonly shifts: Int32Array;
  readonly inputOffset: number;
  readonly outputOffset: number;
  readonly biases: Accumulators;
  /** Accumulators of more than 32 bits: 16-bit activations, unless their bias has only 32. */
  readonly wide: boolean;
  /** Stored values between which outputs are kept. */
  readonly low: number;
  readonly high: number;
}

export interface ConvolutionOperands {
  readonly input: Operand;
  readonly filter: Operand;
  readonly bias: Operand | undefined;
  readonly output: Operand;
  readonly activation: FusedActivation;
}

/**
 * The rescaling of a convolution of any kind: `scale_in * scale_filter[c] / scale_out`, in double throughout, also
 * where one filter scale serves all channels.
 */
export function channelRescaling(
  site: Site,
  operands: ConvolutionOperands,
  channels: number,
): ChannelRescaling {
  const { input, filter, bias, output, activation } = operands;
  requireType(site, input, 'int8', 'int16');
  requireType(site, filter, 'int8');
  requireType(site, output, input.type);
  const filterScales = filter.quantization?.scales ?? [];
  const shared = filterScales.length === 1;
  site.require(
    shared || filterScales.length === channels,
    'one filter scale for each output channel, or one for all',
  );
  site.require(
    filter.quantization!.zeroPoints.every((zero) => zero === 0),
    'filters are symmetric',
  );
  const inputScale = scaleOf(site, input);
  const outputScale = scaleOf(site, output);
  const multipliers = new Int32Array(channels);
  const shifts = new Int32Array(channels);
  for (let c = 0; c < channels; c++) {
    const fixed = factor(site, (inputScale * filterScales[shared ? 0 : c]!) / outputScale);
    multipliers[c] = fixed.multiplier;
    shifts[c] = fixed.shift;
  }
  const wide = input.type === 'int16' && bias?.type !== 'int32';
  const inputOffset = -zeroPointOf(site, input);
  const outputOffset = zeroPointOf(site, output);
  site.require(
    input.type === 'int8' || (inputOffset === 0 && outputOffset === 0),
    '16-bit values have zero point 0',
  );
  const [low, high] = clampOf(site, activation, output);
  return {
    low,
    high,
    multipliers,
    shifts,
    inputOffset,
    outputOffset,
    wide,
    biases: biasOf(site, bias, channels, wide),
  };
}

/** Rescales the sums of all channels of one output position, from `from` on, and stores them at `at`. */
export function storeRescaled(
  { multipliers, shifts, outputOffset, low, high, wide }: ChannelRescaling,
  sums: Accumulators,
  from: number,
  out: Int8Array,
  at: number,
): void {
  for (let c = 0; c < multipliers.length; c++) {
    const sum = sums[from + c]!;
    const scaled = wide
      ? rescaleWide(sum, multipliers[c]!, shifts[c]!)
      : rescale(sum, multipliers[c]!, shifts[c]!);
    const value = scaled + outputOffset;
    out[at + c] = value < low ? low : value > high ? high : value;
  }
}

/** How accumulators of this width are rescaled. */
export function rescalingOf({
  wide,
}: Pick<ChannelRescaling, 'wide'>): (x: number, multiplier: number, shift: number) => number {
  return wide ? rescaleWide : rescale;
}

/** Bias values, zeros where the model has none; 64-bit ones only beside 16-bit activations. */
export function biasOf(site: Site, bias: Operand | undefined, channels: number, wide: boolean): Accumulators {
  const values = newAccumulators(channels, wide);
  if (bias === undefined) return values;
  if (wide) requireType(site, bias, 'int64');
  else requireType(site, bias, 'int32');
  site.require(bias.data !== undefined, 'a computed bias');
  site.require(bias.count === channels, `${bias.count} biases for ${channels} channels`);
  for (let c = 0; c < channels; c++) values[c] = Number(bias.values[c]);
  site.require(values.every(Number.isSafeInteger), 'a bias is out of range');
  return values;
}
