import type { AlertRuleTemplate, WindowCondition } from '@fettle/contracts';
import { DAY_MS, MINUTE_MS, seededRandom } from '@fettle/kernel';
import type { AssetType, WearPlan } from './domain-pack';
import { DOMAIN_PACKS } from './registry';

const START = Date.UTC(2025, 5, 1);
type Simulated = AssetType & Required<Pick<AssetType, 'simulate' | 'wear'>>;
const types = DOMAIN_PACKS.flatMap((pack) => pack.assetTypes).filter(
  (type): type is Simulated => type.simulate !== undefined && type.wear !== undefined,
);

/** One rule's open window, and since when its condition has held. */
interface Watch {
  readonly rule: AlertRuleTemplate;
  readonly condition: WindowCondition;
  startMs: number;
  values: number[];
  heldSinceMs: number | null;
}

/** The aggregate of a window's values; only those that default rules use. */
function aggregateOf(values: readonly number[], aggregate: WindowCondition['aggregate']): number {
  if (aggregate === 'mean') return values.reduce((sum, value) => sum + value, 0) / values.length;
  if (aggregate !== 'p95') throw new Error(`${aggregate} is not known here`);
  return [...values].sort((a, b) => a - b)[Math.ceil(0.95 * values.length) - 1]!;
}

/** Closes the window; true when the rule fires. */
function close(watch: Watch, atMs: number): boolean {
  const { values, condition, rule } = watch;
  watch.values = [];
  watch.startMs = atMs;
  if (values.length === 0) return false;
  const value = aggregateOf(values, condition.aggregate);
  const over = condition.comparison.startsWith('>')
    ? value > condition.threshold
    : value < condition.threshold;
  watch.heldSinceMs = over ? (watch.heldSinceMs ?? atMs) : null;
  return watch.heldSinceMs !== null && atMs - watch.heldSinceMs >= rule.pendingMs;
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
  const watches = rules.map((rule): Watch => {
    const condition = rule.condition as WindowCondition;
    return { rule, condition, startMs: START, values: [], heldSinceMs: null };
  });
  const fired = new Map<string, number>();
  for (let atMs = START; atMs < START + days * DAY_MS; atMs += 20 * MINUTE_MS) {
    for (const watch of watches) {
      const { name } = watch.rule;
      if (atMs < watch.startMs + watch.condition.windowMs) continue;
      if (close(watch, atMs) && !fired.has(name)) fired.set(name, atMs);
    }
    const readings = asset.step(atMs);
    for (const { condition, values } of watches) {
      const value = readings[condition.signal];
      if (value !== undefined && !Number.isNaN(value)) values.push(value);
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
