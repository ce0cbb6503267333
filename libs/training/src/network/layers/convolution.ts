import { multiplyAdd, timesPlain, timesTransposed, transposedTimes } from '../kernels/multiply-add';
import { addColumnSums, repeatRow } from '../kernels/rows';
import {
  gatherWindows,
  type ImageWindows,
  isPixelwise,
  scatterWindows,
  windowCount,
  windowLength,
} from '../kernels/windows';
import { constant, factors } from './initial-values';
import type { Allocate, LayerPass, LayerRun, ParameterRules } from './layer';

/** Kernel [filters, rows, columns, inputs] and bias of a convolution. */
export function convolutionParameters(windows: ImageWindows, filters: number): ParameterRules {
  const { rows, columns, channels } = windows;
  const area = rows.size * columns.size;
  return {
    kernel: factors([filters, rows.size, columns.size, channels], area * channels, area * filters),
    bias: constant([filters], 0),
  };
}

/**
 * A convolution as products of windows and filters. Windows are laid out for one image at a time, so that they stay in the
 * cache, and again on the way back: copying them costs less than keeping them. Windows of one pixel need no copy at all, and
 * all images go in one product.
 */
export function buildConvolution(
  windows: ImageWindows,
  filters: number,
  maxCount: number,
  allocate: Allocate,
): LayerRun {
  return isPixelwise(windows) ? pixelwise(windows, filters, maxCount) : windowed(windows, filters, allocate);
}

function pixelwise(windows: ImageWindows, filters: number, maxCount: number): LayerRun {
  const depth = windows.channels;
  const pixels = windowCount(windows);
  const outward = timesTransposed(maxCount * pixels, filters, depth);
  const kernelward = transposedTimes(filters, depth, maxCount * pixels);
  const inward = timesPlain(maxCount * pixels, depth, filters);
  return {
    forward({ count, weights, input, output }) {
      outward.rows = count * pixels;
      repeatRow(weights['bias']!, output, outward.rows);
      multiplyAdd(outward, input, weights['kernel']!, output);
    },
    backward({ count, weights, gradients, input, outputGradient, inputGradient }) {
      kernelward.depth = count * pixels;
      addColumnSums(outputGradient, gradients['bias']!, kernelward.depth);
      multiplyAdd(kernelward, outputGradient, input, gradients['kernel']!);
      if (inputGradient === undefined) return;
      inward.rows = count * pixels;
      inputGradient.fill(0, 0, inward.rows * depth);
      multiplyAdd(inward, outputGradient, weights['kernel']!, inputGradient);
    },
  };
}

function windowed(windows: ImageWindows, filters: number, allocate: Allocate): LayerRun {
  const depth = windowLength(windows);
  const places = windowCount(windows);
  const image = windows.rows.input * windows.columns.input * windows.channels;
  const patches = allocate(places * depth);
  const outward = timesTransposed(places, filters, depth);
  const kernelward = transposedTimes(filters, depth, places);
  const inward = timesPlain(places, depth, filters);
  return {
    forward({ count, weights, input, output }: LayerPass) {
      repeatRow(weights['bias']!, output, count * places);
      for (let i = 0; i < count; i++) {
        gatherWindows(windows, input, i * image, patches);
        outward.cStart = i * places * filters;
        multiplyAdd(outward, patches, weights['kernel']!, output);
      }
    },
    backward({ count, weights, gradients, input, outputGradient, inputGradient }: LayerPass) {
      addColumnSums(outputGradient, gradients['bias']!, count * places);
      inputGradient?.fill(0, 0, count * image);
      for (let i = 0; i < count; i++) {
        gatherWindows(windows, input, i * image, patches);
        kernelward.aStart = inward.aStart = i * places * filters;
        multiplyAdd(kernelward, outputGradient, patches, gradients['kernel']!);
        if (inputGradient === undefined) continue;
        patches.fill(0);
        multiplyAdd(inward, outputGradient, weights['kernel']!, patches);
        scatterWindows(windows, patches, inputGradient, i * image);
      }
    },
  };
}
