import { Site, Work } from '../operator';
import { TransposeConvOptions } from './options';

/** Of input values that spread filters over the output; those beyond its edges are counted too. */
export function transposeConvWork(site: Site<TransposeConvOptions>): Work {
  const [, height, width] = site.input(1).shape as readonly number[];
  const [outputDepth] = site.output(0).shape.slice(-1) as [number];
  const input = site.input(2);
  const pixels = input.count / input.shape.at(-1)!;
  return {
    macs: input.count * outputDepth * height! * width!,
    taps: pixels * height! * width!,
    filterTaps: pixels * height! * width! * outputDepth,
    outputs: site.output(0).count,
  };
}
