import type { ModelAccuracy } from '@fettle/contracts';
import { showAccuracy } from './accuracy-words';

/** Figures of one kind: what they were judged on by rows, the measures by columns. */
export interface AccuracyGroup {
  /** What all its splits begin with, up to a `; `; empty where they share nothing, or there is but one. */
  readonly shared: string;
  readonly measures: readonly { readonly label: string; readonly meaning: string }[];
  /** `split` without what is shared. */
  readonly rows: readonly { readonly split: string; readonly values: readonly string[] }[];
}

/** Every figure once, in the order given; splits that have the same measures stand together, and are never mixed. */
export function accuracyGroups(accuracy: readonly ModelAccuracy[]): readonly AccuracyGroup[] {
  const bySplit = grouped(accuracy, ({ split }) => split);
  const byMeasures = grouped([...bySplit], ([, figures]) => figures.map(({ metric }) => metric).join(' '));
  return [...byMeasures.values()].map((splits) => {
    const shared = sharedStart(splits.map(([split]) => split));
    const [, first] = splits[0]!;
    return {
      shared,
      measures: first.map((figure) => {
        const { label, meaning } = showAccuracy(figure);
        return { label, meaning };
      }),
      rows: splits.map(([split, figures]) => ({
        split: split.slice(shared.length),
        values: figures.map((figure) => showAccuracy(figure).value),
      })),
    };
  });
}

function grouped<T>(all: readonly T[], keyOf: (each: T) => string): ReadonlyMap<string, readonly T[]> {
  const groups = new Map<string, T[]>();
  for (const each of all) groups.set(keyOf(each), [...(groups.get(keyOf(each)) ?? []), each]);
  return groups;
}

function sharedStart(splits: readonly string[]): string {
  const [first = '', ...others] = splits;
  if (others.length === 0) return '';
  const parts = first.split(/(?<=; )/);
  for (let count = parts.length - 1; count > 0; count--) {
    const start = parts.slice(0, count).join('');
    if (others.every((split) => split.startsWith(start))) return start;
  }
  return '';
}
