import { type Model } from '@fettle/tinyml';
import { SyntheticGraph } from './graph';
import { type Kind } from './kind';
import { ELEMENTWISE } from './kinds/elementwise.kinds';
import { MAPPING } from './kinds/mapping.kinds';
import { MIXED } from './kinds/mixed.kinds';
import { MOVING } from './kinds/moving.kinds';
import { RECURRENT } from './kinds/recurrent.kinds';
import { REDUCING } from './kinds/reducing.kinds';
import { WEIGHTED } from './kinds/weighted.kinds';

/** What trained networks for microcontrollers are made of. */
const KINDS: readonly Kind[] = [
  ...WEIGHTED,
  ...REDUCING,
  ...ELEMENTWISE,
  ...MAPPING,
  ...MOVING,
  ...RECURRENT,
  ...MIXED,
];

export interface SyntheticModel {
  readonly kind: string;
  /** How often its kind is in it. */
  readonly times: number;
  readonly model: Model;
}

/** Models of one layer, and of several of one kind in a row. */
export function syntheticModels(alone: number, chains: readonly number[]): readonly SyntheticModel[] {
  const model = (kind: Kind, times: number, variant: number): SyntheticModel => {
    let graph = new SyntheticGraph(kind.start(variant), 100 * times + variant, kind.values);
    for (let i = 0; i < times; i++) graph = kind.add(graph, variant + i);
    return { kind: kind.name, times, model: graph.model() };
  };
  return KINDS.flatMap((kind) => [
    ...Array.from({ length: alone }, (_, variant) => model(kind, 1, variant)),
    ...(kind.once === true ? [] : chains.map((times, i) => model(kind, times, 2 * i))),
  ]);
}

/** A model without any work: what is left of a program is its harness. */
export function emptyModel(): Model {
  const graph = new SyntheticGraph([1, 8], 1);
  return graph.add('RESHAPE', [graph.last], { newShape: [8, 1] }, [8, 1]).model();
}
