/** What was measured, and what it may depend on. */
export interface Sample {
  readonly quantities: Readonly<Record<string, number>>;
  readonly measured: number;
}

/** What each unit of a quantity comes to. */
export type Coefficients = Readonly<Record<string, number>>;

/** A further quantity has to take away this much of the mean square of relative errors. */
const WORTHWHILE = 0.2;
/** Relative errors this small on the average are nothing to improve. */
const GOOD_ENOUGH = 0.001;
const MOST_QUANTITIES = 7;

/**
 * The few quantities, none with a negative price, that explain the samples best: one after the other, each the one that
 * leaves the least squares of relative errors, until no other is worth while. Where drivers are given, all of them.
 */
export function fitSamples(samples: readonly Sample[], drivers?: readonly string[]): Coefficients {
  if (drivers !== undefined) return leastSquares(samples, drivers).coefficients;
  const names = [...new Set(samples.flatMap(({ quantities }) => Object.keys(quantities)))].filter((name) =>
    samples.some(({ quantities }) => (quantities[name] ?? 0) > 0),
  );
  let chosen: readonly string[] = [];
  let best: Fit = { error: 1, coefficients: {} };
  while (chosen.length < Math.min(MOST_QUANTITIES, samples.length - 1)) {
    const tried = names
      .filter((name) => !chosen.includes(name))
      .map((name) => ({ quantities: [...chosen, name], fit: leastSquares(samples, [...chosen, name]) }));
    const next = tried.reduce<(typeof tried)[number] | undefined>(
      (least, each) => (least === undefined || each.fit.error < least.fit.error ? each : least),
      undefined,
    );
    if (next === undefined || next.fit.error > best.error * (1 - WORTHWHILE)) break;
    [chosen, best] = [next.quantities, next.fit];
    if (best.error < GOOD_ENOUGH ** 2) break;
  }
  return best.coefficients;
}

/** Greatest relative error of these coefficients on the samples. */
export function worstError(samples: readonly Sample[], coefficients: Coefficients): number {
  return Math.max(
    0,
    ...samples.map((sample) => Math.abs(predict(sample.quantities, coefficients) / sample.measured - 1)),
  );
}

/** What these quantities come to. */
export function predict(quantities: Sample['quantities'], coefficients: Coefficients): number {
  return Object.entries(coefficients).reduce((sum, [name, each]) => sum + each * (quantities[name] ?? 0), 0);
}

interface Fit {
  /** Mean square of relative errors. */
  readonly error: number;
  readonly coefficients: Coefficients;
}

const SWEEPS = 200_000;

/** Least squares of relative errors without negative coefficients: one coordinate at a time, in turns. */
function leastSquares(samples: readonly Sample[], names: readonly string[]): Fit {
  const rows = samples.map(({ quantities, measured }) =>
    names.map((name) => (quantities[name] ?? 0) / measured),
  );
  const norms = names.map((_, j) => rows.reduce((sum, row) => sum + row[j]! ** 2, 0));
  const gram = names.map((_, j) =>
    names.map((__, k) => rows.reduce((sum, row) => sum + row[j]! * row[k]!, 0)),
  );
  const target = names.map((_, j) => rows.reduce((sum, row) => sum + row[j]!, 0));
  const x = names.map(() => 0);
  for (let sweep = 0; sweep < SWEEPS; sweep++) {
    let moved = 0;
    for (let j = 0; j < x.length; j++) {
      if (norms[j] === 0) continue;
      const slope = target[j]! - gram[j]!.reduce((sum, value, k) => sum + value * x[k]!, 0);
      const value = Math.max(0, x[j]! + slope / norms[j]!);
      moved = Math.max(moved, Math.abs(value - x[j]!) * Math.sqrt(norms[j]!));
      x[j] = value;
    }
    if (moved < 1e-9) break;
  }
  const errors = rows.map((row) => row.reduce((sum, value, j) => sum + value * x[j]!, -1));
  const kept = names
    .map((name, j) => [name, Number(x[j]!.toPrecision(6))] as const)
    .filter(([, value]) => value > 0);
  return {
    error: errors.reduce((sum, error) => sum + error ** 2, 0) / errors.length,
    coefficients: Object.fromEntries(kept),
  };
}
