import { integerRange } from '../graph/element-types';
import { Kernel, Site } from './operator';
import { requireOneQuantization } from './quantized';
import { ReductionOptions, reductionTargets } from './reductions';

/** The least or greatest stored value along the axes; both ends share one quantisation. */
export function extremeKernel(site: Site<ReductionOptions>, which: 'least' | 'greatest'): Kernel {
  const [input, output] = [site.input(0), site.output(0)];
  requireOneQuantization(site, [input, output]);
  const [least, greatest] = integerRange(input.type);
  const target = reductionTargets(site);
  const [x, out] = [input.values as Int8Array, output.values as Int8Array];
  const choose = which === 'least' ? Math.min : Math.max;
  return () => {
    out.fill(which === 'least' ? greatest : least);
    for (let i = 0; i < x.length; i++) {
      const place = target();
      out[place] = choose(out[place]!, x[i]!);
    }
  };
}
