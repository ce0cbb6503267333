import { Operator } from '../operator';
import { walk } from '../walking';
import { SliceOptions, slicePlan } from './slice-plan';
import { stridedSliceTflite } from './strided-slice.tflite';
import { gatherC } from '../gathering.c99';

/** A rectangular part of the input, with steps. */
export const stridedSlice: Operator<SliceOptions> = {
  name: 'STRIDED_SLICE',
  code: 45,
  treats: 'moves',
  tflite: stridedSliceTflite,
  readOptions: (source) => ({
    beginMask: source.int32(0),
    endMask: source.int32(1),
    ellipsisMask: source.int32(2),
    newAxisMask: source.int32(3),
    shrinkAxisMask: source.int32(4),
    offset: source.bool(5),
  }),
  shapes: (site) => [slicePlan(site).shape],
  steps: (site) => site.output(0).count,
  kernel: (site) => {
    const { walked, steps, start } = slicePlan(site);
    const [input, output] = [site.input(0), site.output(0)];
    site.require(input.type === output.type, 'input and output differ in type');
    const next = walk(walked, steps, start);
    const [from, to] = [input.values as Int8Array, output.values as Int8Array];
    return () => {
      for (let i = 0; i < to.length; i++) to[i] = from[next()]!;
    };
  },
  c: gatherC((site) => {
    const { walked, steps, start } = slicePlan(site);
    return { shape: walked, strides: steps, start };
  }),
};
