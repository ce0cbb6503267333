import { Subgraph } from '../graph/model.types';

/** One improvement of a graph. */
export interface Change {
  readonly graph: Subgraph;
  /** What was done, for people: operators by name and place. */
  readonly what: string;
}

/**
 * A rewriting of graphs that changes no bit of any output in the arithmetic `tflm`, on any input, and leaves no more
 * operators than before. Each application strictly shrinks the graph, so that repeating it ends.
 */
export interface Pass {
  readonly name: string;
  /** The first place where it applies; undefined where there is none. */
  apply(graph: Subgraph): Change | undefined;
}
