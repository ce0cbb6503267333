import { Operator } from '../operator';
import { callOnceTflite } from './call-once.tflite';

type Options = { readonly subgraph: number };

/** Runs another subgraph before anything else, once in the life of the state: it gives variables their first values. */
export const callOnce: Operator<Options> = {
  name: 'CALL_ONCE',
  code: 129,
  tflite: callOnceTflite,
  readOptions: (source) => ({ subgraph: source.int32(0) }),
  shapes: () => [],
  steps: () => 1,
  kernel: (site) => site.surroundings.callOnce(site.options.subgraph),
  c: { functions: [], emit: (site, layer) => layer.callOnce(site.options.subgraph) },
};
