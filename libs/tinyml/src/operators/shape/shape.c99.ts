import { CBackEnd, NoOptions } from '../operator';

export const shapeC: CBackEnd<NoOptions> = {
  functions: [],
  emit: (site, layer) => {
    const output = site.output(0);
    const extents = layer.array('extents', 'int32_t', site.input(0).shape);
    return `memcpy(${layer.bytes(output)}, ${extents}, ${output.values.byteLength});`;
  },
};
