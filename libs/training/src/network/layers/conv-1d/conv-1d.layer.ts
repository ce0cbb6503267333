import { badShape, wholeNumber } from '../../errors';
import { axisWindows, type ImageWindows, windowCount, windowLength } from '../../kernels/windows';
import { buildConvolution, convolutionParameters } from '../convolution';
import type { LayerKind, Shape, SpecOf } from '../layer';

/** Filters slid along a series [steps, channels]: an image of one row. */
export const conv1d: LayerKind<SpecOf<'conv-1d'>> = {
  outputShape: (spec, input) => [windowsOf(spec, input).columns.output, wholeNumber('filters', spec.filters)],
  parameters: (spec, input) => convolutionParameters(windowsOf(spec, input), spec.filters),
  multiplyAccumulates(spec, input) {
    const windows = windowsOf(spec, input);
    return windowCount(windows) * windowLength(windows) * spec.filters;
  },
  build: ({ spec, input, maxCount, allocate }) =>
    buildConvolution(windowsOf(spec, input), spec.filters, maxCount, allocate),
};

function windowsOf({ size, stride = 1, padding = 'valid' }: SpecOf<'conv-1d'>, input: Shape): ImageWindows {
  if (input.length !== 2) throw badShape(`conv-1d takes [steps, channels], not [${input.join(', ')}]`);
  const [steps, channels] = input;
  return {
    rows: axisWindows(1, 1, 1, 'valid'),
    columns: axisWindows(steps!, size, stride, padding),
    channels: channels!,
  };
}
