import { NoOptions } from './operator';
import { CBackEnd } from './operator';
import { pairC, pairFunctionsC, pairParametersC } from './c-elementwise';
import { ARENA_TYPES_C } from './c-types';

/** The lesser or greater of two stored values. */
export function choosingC(which: 'minimum' | 'maximum'): CBackEnd<NoOptions> {
  const better = which === 'minimum' ? '<' : '>';
  const functions = pairFunctionsC(
    (type, width) => `/* The ${which === 'minimum' ? 'lesser' : 'greater'} of each pair; y may be a or b. */
static inline void fettle_${which}_${width}(${pairParametersC(type)})
{
  for (int32_t i = 0; i < count; i++) {
    y[i] = *a ${better} *b ? *a : *b;
    a += a_step;
    b += b_step;
  }
}
`,
  );
  return pairC({ name: `fettle_${which}`, functions: [ARENA_TYPES_C, ...functions] });
}
