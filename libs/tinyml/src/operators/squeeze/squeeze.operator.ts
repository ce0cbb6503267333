import { resolveAxes } from '../axes';
import { copyC } from '../c-copying';
import { copyKernel } from '../copying';
import { Operator } from '../operator';
import { squeezeTflite } from './squeeze.tflite';

type Options = { readonly axes: readonly number[] };

/** Without the named dimensions of extent 1, or without all of them where none is named. */
export const squeeze: Operator<Options> = {
  name: 'SQUEEZE',
  code: 43,
  inPlace: [0],
  treats: 'copies',
  tflite: squeezeTflite,
  readOptions: (source) => ({ axes: source.int32s(0) }),
  shapes: (site) => {
    const { shape } = site.input(0);
    const axes = resolveAxes(site, site.options.axes, shape.length);
    site.require(
      axes.every((axis) => shape[axis] === 1),
      'a squeezed dimension is not 1',
    );
    return [shape.filter((extent, i) => (axes.length === 0 ? extent !== 1 : !axes.includes(i)))];
  },
  steps: (site) => site.input(0).count,
  kernel: copyKernel,
  c: copyC,
};
