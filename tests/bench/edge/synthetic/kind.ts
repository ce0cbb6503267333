import { type SyntheticGraph, type Values } from './graph';

/** A kind of layers, or of a few that belong together, in many sizes. */
export interface Kind {
  readonly name: string;
  /** Input shape by variant. */
  readonly start: (variant: number) => readonly number[];
  /** Of the input; activations where it is not given. */
  readonly values?: Values;
  /** Adds one of the kind to a graph; `variant` chooses sizes. */
  readonly add: (graph: SyntheticGraph, variant: number) => SyntheticGraph;
  /** None can follow another of its kind. */
  readonly once?: true;
}

export const pick = <T>(list: readonly T[], variant: number): T => list[variant % list.length]!;

export const picture = (variant: number): readonly number[] => [
  1,
  pick([7, 10, 12, 16, 9, 20], variant),
  pick([8, 6, 12, 9, 16], variant),
  pick([4, 8, 3, 16, 5, 12, 32, 6, 48], variant),
];

export const signal = (variant: number): readonly number[] => [
  1,
  1,
  pick([64, 100, 128, 50], variant),
  pick([1, 3, 6, 8], variant),
];

export const vector = (variant: number): readonly number[] => [1, pick([16, 8, 24, 5, 48, 12, 32], variant)];

export const withDepth = (shape: readonly number[], depth: number): readonly number[] => [
  ...shape.slice(0, 3),
  depth,
];

export const filter = (variant: number): readonly [number, number] =>
  pick(
    [
      [3, 3],
      [3, 3],
      [1, 3],
      [5, 3],
      [2, 2],
      [3, 1],
      [5, 5],
    ] as const,
    variant,
  );

/** Small pictures are not made smaller. */
export const stride = ({ shape }: SyntheticGraph, variant: number): number =>
  Math.max(shape[1]!, shape[2]!) < 10 ? 1 : pick([1, 1, 2], Math.floor(variant / 3));
