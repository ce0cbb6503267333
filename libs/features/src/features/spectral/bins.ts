import { Site } from '../feature';
import { Params } from '../params';

/** Bins that stand for a frequency: all but the first and the last, which are real and shared by both signs. */
export function usableBins({ count }: Site): { readonly first: number; readonly end: number } {
  return { first: 1, end: count / 2 };
}

/** First bin at or above each edge, in `[1, count / 2]`. Every band has a bin, or its edges are refused by name. */
export function edgesToBins(edges: readonly number[], site: Site, params: Params, name: string): number[] {
  const { first, end } = usableBins(site);
  const bins = edges.map((hz) =>
    Math.min(Math.max(Math.ceil((hz * site.count) / site.sampleRateHz), first), end),
  );
  const empty = bins.findIndex((bin, i) => i > 0 && bin <= bins[i - 1]!);
  if (empty > 0)
    params.refuse(name, `no bin between ${edges[empty - 1]} and ${edges[empty]} Hz in this window`);
  return bins;
}

/** Frequencies a spectrum can tell: up to half the sample rate. */
export function frequencies({ sampleRateHz }: Site): { readonly min: number; readonly max: number } {
  return { min: 0, max: sampleRateHz / 2 };
}
