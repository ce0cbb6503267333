import { ChannelRescaling, channelRescaling } from '../channel-rescaling';
import { Site } from '../operator';
import { Padding, Window } from '../windows';
import { TransposeConvOptions } from './options';

/** Windows of the convolution that goes the other way: input i reaches the outputs from `i * stride - before` on. */
export interface TransposeConvGeometry {
  readonly batches: number;
  readonly rows: Window;
  readonly columns: Window;
  readonly inputDepth: number;
  readonly outputDepth: number;
}

/** Refuses shapes that do not fit. */
export function transposeConvGeometry(site: Site<TransposeConvOptions>): TransposeConvGeometry {
  const [filter, input, output] = [site.input(1).shape, site.input(2).shape, site.output(0).shape];
  const four = [filter, input, output].every(({ length }) => length === 4);
  site.require(four, 'filter, input and output have four dimensions');
  const { padding, strideWidth, strideHeight } = site.options;
  site.require(strideWidth > 0 && strideHeight > 0, 'strides start at 1');
  site.require(
    filter[3] === input[3] && filter[0] === output[3] && input[0] === output[0],
    'the channels do not fit',
  );
  const rows = { input: input[1]!, output: output[1]!, size: filter[1]!, stride: strideHeight };
  const columns = { input: input[2]!, output: output[2]!, size: filter[2]!, stride: strideWidth };
  return {
    batches: input[0]!,
    rows: spread(rows, padding),
    columns: spread(columns, padding),
    inputDepth: input[3]!,
    outputDepth: output[3]!,
  };
}

type Spread = Pick<Window, 'input' | 'output' | 'size' | 'stride'>;

/** The padding is that of a convolution over the output; the runtimes' division cuts down towards zero. */
function spread({ input, output, size, stride }: Spread, padding: Padding): Window {
  const fitting =
    padding === 'SAME' ? Math.ceil(output / stride) : Math.trunc((output + stride - size) / stride);
  const total = Math.max(0, (fitting - 1) * stride + size - output);
  return { input, output, size, stride, dilation: 1, before: Math.floor(total / 2) };
}

/** How sums become outputs; one of the runtimes leaves out a fused activation. */
export function transposeConvRescaling(site: Site<TransposeConvOptions>, channels: number): ChannelRescaling {
  const operands = {
    input: site.input(2),
    filter: site.input(1),
    bias: site.optionalInput(3),
    output: site.output(0),
    activation: site.arithmetic.transposedActivation === 'ignored' ? 'NONE' : site.options.activation,
  } as const;
  return channelRescaling(site, operands, channels);
}
