import { badShape, wholeNumber } from '../../errors';
import { axisWindows, type ImageWindows, windowCount, windowLength } from '../../kernels/windows';
import { buildConvolution, convolutionParameters } from '../convolution';
import type { LayerKind, Shape, SpecOf } from '../layer';

/** Filters slid over an image [rows, columns, channels]. */
export const conv2d: LayerKind<SpecOf<'conv-2d'>> = {
  outputShape(spec, input) {
    const { rows, columns } = windowsOf(spec, input);
    return [rows.output, columns.output, wholeNumber('filters', spec.filters)];
  },
  parameters: (spec, input) => convolutionParameters(windowsOf(spec, input), spec.filters),
  multiplyAccumulates(spec, input) {
    const windows = windowsOf(spec, input);
    return windowCount(windows) * windowLength(windows) * spec.filters;
  },
  build: ({ spec, input, maxCount, allocate }) =>
    buildConvolution(windowsOf(spec, input), spec.filters, maxCount, allocate),
};

function windowsOf(
  { size, stride = [1, 1], padding = 'valid' }: SpecOf<'conv-2d'>,
  input: Shape,
): ImageWindows {
  const [rows, columns, channels] = input;
  if (input.length !== 3)
    throw badShape(`conv-2d takes [rows, columns, channels], not [${input.join(', ')}]`);
  return {
    rows: axisWindows(rows!, size[0], stride[0], padding),
    columns: axisWindows(columns!, size[1], stride[1], padding),
    channels: channels!,
  };
}
