import { assetTypeById } from '@fettle/domains';
import { DAY_MS, seededRandom } from '@fettle/kernel';
import { demoFleetPlan } from './demo-fleet-plan';

const HISTORY_DAYS = 28;
const NOW = Date.UTC(2025, 9, 1);
const START = NOW - HISTORY_DAYS * DAY_MS;
const plan = demoFleetPlan(1, HISTORY_DAYS);
const sites = plan.flatMap((tenant) => tenant.sites);
const assets = sites.flatMap((site) => site.assets.map((asset) => ({ ...asset, site })));

const simulated = assets.map(({ assetTypeId, seed, lifeUsed, site: { latitude, longitude } }) =>
  assetTypeById(assetTypeId)!.simulate!({
    random: seededRandom(seed),
    startMs: START,
    lifeUsed,
    latitude,
    longitude,
  }),
);

describe('demo fleet', () => {
  it('is the same for the same seed, another for another, and says that it is a demo', () => {
    expect(demoFleetPlan(1)).toEqual(plan);
    expect(demoFleetPlan(2)).not.toEqual(plan);
    for (const { name } of [...plan, ...sites]) expect(name.toLowerCase()).toContain('demo');
  });

  it('two tenants with about thirty assets each in four domains, every asset known to the packs, seeds apart', () => {
    for (const tenant of plan) {
      const count = tenant.sites.reduce((sum, site) => sum + site.assets.length, 0);
      expect(count).toBeGreaterThanOrEqual(28);
      expect(count).toBeLessThanOrEqual(33);
      expect(tenant.sites.map((site) => site.domain).sort()).toEqual(['city', 'crops', 'rail', 'wind']);
      const names = tenant.sites.flatMap((site) => site.assets.map((asset) => `${site.name}/${asset.name}`));
      expect(new Set(names).size).toBe(names.length);
    }
    expect(new Set(assets.map(({ seed }) => seed)).size).toBe(assets.length);
  });

  it('8 to 12 % of the assets fail within 1 to 14 days, two or three failed within the history and were repaired', () => {
    const soon = simulated.flatMap((asset) => {
      asset.step(NOW);
      return asset.upcoming().filter(({ failureMs }) => failureMs < NOW + 14 * DAY_MS);
    });
    expect(
      soon.every(({ failureMs, onsetMs }) => failureMs > NOW + DAY_MS && onsetMs < NOW - 2 * DAY_MS),
    ).toBe(true);
    expect(soon.length / assets.length).toBeGreaterThanOrEqual(0.08);
    expect(soon.length / assets.length).toBeLessThanOrEqual(0.12);
    const past = simulated.flatMap((asset) => asset.failures(NOW));
    expect(past.length).toBeGreaterThanOrEqual(2);
    expect(past.length).toBeLessThanOrEqual(3);
    for (const { failureMs } of past) expect(failureMs).toBeLessThan(NOW - 4 * DAY_MS);
  });
});
