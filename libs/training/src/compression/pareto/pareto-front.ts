/** One thing that candidates differ in, and which way is better. */
export interface Axis<C> {
  readonly name: string;
  readonly better: 'less' | 'more';
  of(candidate: C): number;
}

/**
 * The candidates that no other is at least as good as on every axis and better on one, in the order given. Equal ones stay
 * together. A value that is not a number is worse than all numbers.
 */
export function paretoFront<C>(candidates: readonly C[], axes: readonly Axis<C>[]): readonly C[] {
  const losses = candidates.map((candidate) => axes.map((axis) => lossOn(axis, candidate)));
  return candidates.filter((_, i) => !losses.some((other) => dominates(other, losses[i]!)));
}

function lossOn<C>({ better, of }: Axis<C>, candidate: C): number {
  const value = better === 'less' ? of(candidate) : -of(candidate);
  return Number.isNaN(value) ? Infinity : value;
}

function dominates(a: readonly number[], b: readonly number[]): boolean {
  return a.every((loss, i) => loss <= b[i]!) && a.some((loss, i) => loss < b[i]!);
}
