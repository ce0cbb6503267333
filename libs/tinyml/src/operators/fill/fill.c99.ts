import { filledC } from '../filling.c99';
import { CBackEnd, NoOptions } from '../operator';

export const fillC: CBackEnd<NoOptions> = {
  functions: [],
  emit: (site, layer) => filledC(layer, site.output(0), site.input(1)),
};
