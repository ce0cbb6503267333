import { DAY_MS, HOUR_MS, MINUTE_MS, seededRandom } from '@fettle/kernel';
import type { AssetType, SimulatedAsset, WearPlan } from './domain-pack';
import { DOMAIN_PACKS } from './registry';

const START = Date.UTC(2025, 2, 1);
type Simulated = AssetType & Required<Pick<AssetType, 'simulate' | 'wear'>>;
const types = DOMAIN_PACKS.flatMap((pack) => pack.assetTypes).filter(
  (type): type is Simulated => type.simulate !== undefined && type.wear !== undefined,
);

function machine(type: Simulated, seed: number, lifeUsed: Record<string, number> = {}): SimulatedAsset {
  const asNew = Object.fromEntries(type.wear.map(({ component }) => [component, 0.2]));
  return type.simulate({
    random: seededRandom(seed),
    startMs: START,
    lifeUsed: { ...asNew, ...lifeUsed },
    latitude: 47,
    longitude: 8,
  });
}

/** Share of a life used at the start so that it ends `days` later. */
function failsAfter(type: Simulated, component: string, days: number): Record<string, number> {
  const plan = type.wear.find((wear) => wear.component === component)!;
  return { [component]: 1 - (days * DAY_MS) / plan.medianLifeMs };
}

function series(
  asset: SimulatedAsset,
  fromMs: number,
  toMs: number,
  cadenceMs: number,
): Record<string, number>[] {
  const out: Record<string, number>[] = [];
  for (let atMs = fromMs; atMs < toMs; atMs += cadenceMs) out.push(asset.step(atMs));
  return out;
}

const finite = (values: readonly (number | undefined)[]): number[] =>
  values.filter((value): value is number => value !== undefined && Number.isFinite(value));
const mean = (values: readonly number[]): number =>
  values.reduce((sum, value) => sum + value, 0) / values.length;

/** Position between healthy (0) and failed (1) on the indicator's own scale. */
function progress(
  value: number,
  { healthy, failed, scale }: { healthy: number; failed: number; scale: string },
): number {
  return scale === 'log'
    ? Math.log(value / healthy) / Math.log(failed / healthy)
    : (value - healthy) / (failed - healthy);
}

/** Of parts that fail alike, the first: four axle boxes are one law. */
function oneOfEach(plans: readonly WearPlan[]): readonly WearPlan[] {
  return plans.filter(
    (plan, i) => plans.findIndex(({ failureMode }) => failureMode === plan.failureMode) === i,
  );
}

describe.each(types.map((type) => [type.id, type] as const))('physics of %s', (_id, type) => {
  const failing = type.components.filter((component) => component.failureModes.length > 0);

  it('every component that can fail has a wear plan for one of its failure modes', () => {
    expect(type.wear.map((plan) => plan.component).sort()).toEqual(
      failing.map((component) => component.id).sort(),
    );
    for (const plan of type.wear) {
      const modes = failing.find((component) => component.id === plan.component)!.failureModes;
      expect(modes.map((mode) => mode.id)).toContain(plan.failureMode);
    }
  });

  it('the same seed gives the same series, another seed another', () => {
    const run = (seed: number): Record<string, number>[] =>
      series(machine(type, seed), START, START + 3 * DAY_MS, 10 * MINUTE_MS);
    expect(run(5)).toEqual(run(5));
    expect(run(5)).not.toEqual(run(6));
  });

  it('every declared signal but what a device computes is reported, none other, within range and at its resolution', () => {
    const seen = new Set<string>();
    const signals = new Map(type.signals.map((signal) => [signal.name, signal]));
    for (const seed of [1, 2, 3]) {
      const asset = machine(type, seed, failsAfter(type, failing[0]!.id, 12));
      for (const values of series(asset, START, START + 20 * DAY_MS, 10 * MINUTE_MS)) {
        for (const [name, value] of Object.entries(values)) {
          seen.add(name);
          if (Number.isNaN(value)) continue;
          const { min, max, exponent } = signals.get(name)!;
          const steps = value * 10 ** -exponent;
          if (!(value >= min && value <= max && Math.abs(steps - Math.round(steps)) < 1e-6)) {
            throw new Error(`${name} = ${value}`);
          }
        }
      }
    }
    const measured = [...signals.keys()].filter((name) => name !== 'anomaly_score');
    expect([...seen].sort()).toEqual(measured.sort());
  });

  it.each(oneOfEach(type.wear).map((plan) => [plan.component, plan] as const))(
    '%s shows its failure: healthy before onset, half-way in between, failed at the true time, as new after repair',
    (component, plan) => {
      const { indicators } = failing.find((part) => part.id === component)!.failureModes[0]!;
      const total = indicators.reduce((sum, { weight }) => sum + weight, 0);
      const failureMs = START + 45 * DAY_MS;
      const asset = machine(type, 11, failsAfter(type, component, 45));
      const truth = asset.failures(failureMs + HOUR_MS).find((failure) => failure.component === component)!;
      expect(truth).toMatchObject({ failureMode: plan.failureMode });
      expect(Math.abs(truth.failureMs - failureMs)).toBeLessThan(2);
      const indexOver = (fromMs: number, toMs: number): number => {
        const samples = series(asset, fromMs, toMs, 10 * MINUTE_MS);
        return indicators.reduce((sum, indicator) => {
          const values = finite(samples.map((sample) => sample[indicator.signal]));
          return sum + (indicator.weight / total) * progress(mean(values), indicator);
        }, 0);
      };
      const before = indexOver(START, START + 3 * DAY_MS);
      const middle = (truth.onsetMs + truth.failureMs) / 2;
      const half = indexOver(middle - DAY_MS, middle + DAY_MS);
      const end = indexOver(truth.failureMs - 18 * HOUR_MS, truth.failureMs);
      const repaired = truth.failureMs + 5 * DAY_MS;
      const after = indexOver(repaired, repaired + 3 * DAY_MS);
      expect(Math.abs(before)).toBeLessThan(0.25);
      expect(half).toBeGreaterThan(before + 0.15);
      expect(half).toBeLessThan(end - 0.15);
      expect(end).toBeGreaterThan(0.85);
      expect(end).toBeLessThan(1.15);
      expect(Math.abs(after)).toBeLessThan(0.25);
    },
  );

  it('a failure lies in `upcoming` until it has happened, then in `failures`', () => {
    const { component } = type.wear[0]!;
    const asset = machine(type, 4, failsAfter(type, component, 2));
    asset.step(START + DAY_MS);
    const told = asset.upcoming().find((failure) => failure.component === component)!;
    expect(asset.failures(told.failureMs - 1)).toEqual([]);
    asset.step(told.failureMs);
    expect(asset.upcoming().some((failure) => failure.component === component)).toBe(false);
    expect(asset.failures(told.failureMs)).toEqual([told]);
  });

  it('the truth does not depend on the steps', () => {
    const run = (cadenceMs: number): unknown => {
      const asset = type.simulate({ random: seededRandom(8), startMs: START, latitude: -33, longitude: 151 });
      series(asset, START, START + 20 * DAY_MS, cadenceMs);
      return [asset.failures(START + 4000 * DAY_MS), asset.upcoming()];
    };
    expect(run(10 * MINUTE_MS)).toEqual(run(HOUR_MS * 7));
  });
});
