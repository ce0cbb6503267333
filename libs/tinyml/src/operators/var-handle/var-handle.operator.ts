import { Operator } from '../operator';
import { requireType } from '../quantized';
import { varHandleTflite } from './var-handle.tflite';

type Options = { readonly container: string; readonly sharedName: string };

/** The number of a named variable; known from the beginning, so that reads and writes can find their memory. */
export const varHandle: Operator<Options> = {
  name: 'VAR_HANDLE',
  code: 142,
  tflite: varHandleTflite,
  readOptions: (source) => ({ container: source.text(0), sharedName: source.text(1) }),
  shapes: () => [undefined],
  steps: () => 1,
  kernel: (site) => {
    const handle = site.output(0);
    requireType(site, handle, 'resource');
    site.require(handle.count === 1, 'a handle is one value');
    const { container, sharedName } = site.options;
    const id = site.surroundings.variableId(`${container}/${sharedName}`);
    const values = handle.values as Int32Array;
    values[0] = id;
    return () => {
      values[0] = id;
    };
  },
  /** Its number is known when the model is compiled. */
  c: { functions: [], emit: () => '' },
};
