import { type Coefficients, fitSamples, predict, type Sample } from './fit';

/** What may come on top of what a related kernel takes. */
const ADDED = ['layer', 'rows', 'pixels', 'blocks', 'outputs', 'steps'];

/** With so many different samples, a fit needs no relation to lean on. */
const ENOUGH = 24;

/**
 * The prices of a context of few samples: its own, or those of a related context times a factor with one price added,
 * whichever tells better what was left out of the fit.
 */
export function fitRelated(
  samples: readonly Sample[],
  drivers: readonly string[] | undefined,
  related: Coefficients | undefined,
): Coefficients {
  const own = (some: readonly Sample[]): Coefficients => fitSamples(some, drivers);
  const groups = different(samples);
  if (related === undefined || groups.length >= ENOUGH) return own(samples);
  const fits = [own, ...ADDED.map((added) => (some: readonly Sample[]) => scaled(some, related, added))];
  const errors = fits.map((fit) => errorLeftOut(groups, fit));
  return fits[errors.indexOf(Math.min(...errors))]!(samples);
}

/** Samples that tell the same are one group. */
function different(samples: readonly Sample[]): readonly (readonly Sample[])[] {
  const groups = new Map<string, Sample[]>();
  for (const sample of samples) {
    const key = JSON.stringify(sample.quantities);
    groups.set(key, [...(groups.get(key) ?? []), sample]);
  }
  return [...groups.values()];
}

function scaled(samples: readonly Sample[], related: Coefficients, added: string): Coefficients {
  const pairs = samples.map(({ quantities, measured }) => ({
    quantities: { related: predict(quantities, related), added: quantities[added] ?? 0 },
    measured,
  }));
  const { related: factor = 0, added: price = 0 } = fitSamples(pairs, ['related', 'added']);
  const all = Object.fromEntries(Object.entries(related).map(([name, each]) => [name, factor * each]));
  const merged = { ...all, [added]: (all[added] ?? 0) + price };
  return Object.fromEntries(
    Object.entries(merged)
      .filter(([, each]) => each > 0)
      .map(([name, each]) => [name, Number(each.toPrecision(6))]),
  );
}

/** Mean square of relative errors for each group by a fit to all others; infinite where there are no others. */
function errorLeftOut(
  groups: readonly (readonly Sample[])[],
  fit: (samples: readonly Sample[]) => Coefficients,
): number {
  if (groups.length < 2) return Infinity;
  const errors = groups.map((group) => {
    const coefficients = fit(groups.filter((other) => other !== group).flat());
    const [{ quantities, measured }] = group as [Sample];
    return (predict(quantities, coefficients) / measured - 1) ** 2;
  });
  return errors.reduce((sum, error) => sum + error, 0) / errors.length;
}
