import { CBackEnd } from './operator';

/** Copies the input's bytes; nothing is left to do where the output took over the input's memory. */
export const copyC: CBackEnd = {
  functions: [],
  emit: (site, layer) => {
    const [input, output] = [site.input(0), site.output(0)];
    const [from, to] = [layer.bytes(input), layer.bytes(output)];
    return from === to ? '' : `memcpy(${to}, ${from}, ${output.values.byteLength});`;
  },
};
