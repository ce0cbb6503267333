import { Tensor } from '../graph/model.types';
import { ArenaPlan } from '../memory/arena';
import { StatePlan } from './state-plan';

/** What the texts of a model are made of. */
export interface ModelParts {
  readonly name: string;
  readonly arena: ArenaPlan;
  readonly layers: readonly LayerPart[];
  /** Subgraphs that layers call, every one after those that it calls itself. */
  readonly called: readonly CalledPart[];
  readonly state: StatePlan;
  readonly inputs: readonly ModelEnd[];
  readonly outputs: readonly ModelEnd[];
}

/** One layer: its title for comments, constants, statements, and where its first output lies. */
export interface LayerPart {
  readonly index: number;
  /** Of its function. */
  readonly name: string;
  readonly title: string;
  readonly declarations: readonly string[];
  readonly statements: string;
  readonly output: string;
  readonly bytes: number;
}

/** A subgraph with memory of its own. */
export interface CalledPart {
  readonly index: number;
  readonly arenaBytes: number;
  readonly layers: readonly LayerPart[];
}

/** An input or output of the model, with its place in the arena. */
export interface ModelEnd {
  readonly tensor: Tensor;
  readonly offset: number;
}
