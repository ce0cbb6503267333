import type { WindowCondition } from '@fettle/contracts';
import { DAY_MS, HOUR_MS, MINUTE_MS, seededRandom } from '@fettle/kernel';
import type { AssetType, WearPlan } from './domain-pack';
import { DOMAIN_PACKS } from './registry';

const START = Date.UTC(2025, 5, 1);
type Simulated = AssetType & Required<Pick<AssetType, 'simulate' | 'wear'>>;
const types = DOMAIN_PACKS.flatMap((pack) => pack.assetTypes).filter(
  (type): type is Simulated => type.simulate !== undefined && type.wear !== undefined,
);

interface Aggregates {
  startMs: number;
  sums: Map<string, { sum: number; count: number }>;
}

/** Times at which the type's wear rules fire, told plainly: windows, held for the pending time. Blight is weather, not wear. */
function firings(
  type: Simulated,
  seed: number,
  lifeUsed: Record<string, number>,
  days: number,
): Map<string, number> {
  const asset = type.simulate({
    random: seededRandom(seed),
    startMs: START,
    lifeUsed,
    latitude: 50,
    longitude: 10,
  });
  const rules = type.defaultRules.filter(
    (rule) => rule.condition.kind === 'window' && rule.condition.signal !== 'blight_risk',
  );
  const watched = new Set(rules.map(({ condition }) => (condition as WindowCondition).signal));
  const heldSince = new Map<string, number>();
  const fired = new Map<string, number>();
  let window: Aggregates = { startMs: START, sums: new Map() };
  for (let atMs = START; atMs < START + days * DAY_MS; atMs += 20 * MINUTE_MS) {
    if (atMs >= window.startMs + HOUR_MS) {
      for (const { name, condition, pendingMs } of rules) {
        const total = window.sums.get((condition as WindowCondition).signal);
        if (total === undefined) continue;
        const mean = total.sum / total.count;
        const over = condition.comparison.startsWith('>')
          ? mean > condition.threshold
          : mean < condition.threshold;
        if (!over) heldSince.delete(name);
        else if (!heldSince.has(name)) heldSince.set(name, atMs);
        const since = heldSince.get(name);
        if (since !== undefined && atMs - since >= pendingMs && !fired.has(name)) fired.set(name, atMs);
      }
      window = { startMs: atMs, sums: new Map() };
    }
    const values = asset.step(atMs);
    for (const name of watched) {
      const value = values[name];
      if (value === undefined || Number.isNaN(value)) continue;
      const total = window.sums.get(name) ?? { sum: 0, count: 0 };
      total.sum += value;
      total.count += 1;
      window.sums.set(name, total);
    }
  }
  return fired;
}

/** Of parts that fail alike, the first: four axle boxes are one law. */
function oneOfEach(plans: readonly WearPlan[]): readonly WearPlan[] {
  return plans.filter(
    (plan, i) => plans.findIndex(({ failureMode }) => failureMode === plan.failureMode) === i,
  );
}

describe.each(types.map((type) => [type.id, type] as const))('default rules of %s', (_id, type) => {
  const asNew = Object.fromEntries(type.wear.map(({ component }) => [component, 0.1]));

  it('are silent on healthy machines for six weeks', () => {
    for (const seed of [1, 2, 3]) expect([...firings(type, seed, asNew, 42)]).toEqual([]);
  });

  it.each(oneOfEach(type.wear).map((plan) => [plan.component, plan] as const))(
    '%s: fire days before it fails',
    (component, plan) => {
      for (const seed of [1, 2]) {
        const lifeUsed = { ...asNew, [component]: 1 - (40 * DAY_MS) / plan.medianLifeMs };
        const first = Math.min(...firings(type, seed, lifeUsed, 40).values());
        const leadDays = (START + 40 * DAY_MS - first) / DAY_MS;
        expect(leadDays).toBeGreaterThan(1);
        expect(leadDays).toBeLessThan(20);
      }
    },
  );
});
