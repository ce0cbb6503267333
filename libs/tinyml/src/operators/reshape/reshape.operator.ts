import { Shape } from '../../graph/model.types';
import { elementCount } from '../../graph/shapes';
import { copyC } from '../c-copying';
import { copyKernel } from '../copying';
import { Operator, Site } from '../operator';
import { constantInts } from '../quantized';
import { reshapeTflite } from './reshape.tflite';

type Options = { readonly newShape: readonly number[] };

/** The target as the model gives it: constant second input, else the options; undefined where it is computed. */
function target(site: Site<Options>): readonly number[] | undefined {
  const operand = site.optionalInput(1);
  if (operand === undefined) return site.options.newShape;
  return operand.data === undefined ? undefined : constantInts(site, operand);
}

/** Same values, another shape; one extent may be -1, and takes what is left. A computed shape is the declared one. */
export const reshape: Operator<Options> = {
  name: 'RESHAPE',
  code: 22,
  inPlace: [0],
  treats: 'copies',
  tflite: reshapeTflite,
  readOptions: (source) => ({ newShape: source.int32s(0) }),
  shapes: (site) => {
    const wanted = target(site);
    const { count } = site.input(0);
    site.require(site.output(0).count === count, 'the number of elements changes');
    if (wanted === undefined) return [undefined];
    const rest = count / elementCount(wanted.filter((extent) => extent !== -1));
    const shape: Shape = wanted.map((extent) => (extent === -1 ? rest : extent));
    return [shape];
  },
  steps: (site) => site.input(0).count,
  kernel: copyKernel,
  c: copyC,
};
