import { noOptions, NoOptions, Operator } from '../operator';
import { requireType } from '../quantized';
import { shapeTflite } from './shape.tflite';
import { shapeC } from './shape.c99';

/** The input's shape as numbers. */
export const shape: Operator<NoOptions> = {
  name: 'SHAPE',
  code: 77,
  readsOnlyShapes: true,
  tflite: shapeTflite,
  readOptions: noOptions,
  shapes: (site) => [[site.input(0).shape.length]],
  steps: (site) => site.input(0).shape.length,
  kernel: (site) => {
    requireType(site, site.output(0), 'int32');
    const out = site.output(0).values as Int32Array;
    const extents = Int32Array.from(site.input(0).shape);
    return () => out.set(extents);
  },
  c: shapeC,
};
