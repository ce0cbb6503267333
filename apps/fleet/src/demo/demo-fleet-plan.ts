import { AppError, DAY_MS, hash32, seededRandom, type Random } from '@fettle/kernel';
import { assetTypeById, lifeUsedToFailIn } from '@fettle/domains';
import { DEMO_TENANTS, type DemoPlace } from './demo-places';

/** One machine of the demo; `seed` and `lifeUsed` go to `runFleet` as they are. */
export interface DemoAsset {
  readonly name: string;
  readonly assetTypeId: string;
  readonly seed: number;
  /** Share of each component's life used at the start of the history. */
  readonly lifeUsed: Readonly<Record<string, number>>;
}

export interface DemoSite {
  readonly name: string;
  readonly domain: string;
  readonly latitude: number;
  readonly longitude: number;
  readonly timeZone: string;
  readonly assets: readonly DemoAsset[];
}

export interface DemoTenant {
  readonly name: string;
  readonly sites: readonly DemoSite[];
}

/** A part that fails at a chosen distance from the end of the history; negative: it lies in the past. */
interface Fate {
  readonly assetTypeId: string;
  /** Which of the tenant's assets of this type, from 0. */
  readonly index: number;
  readonly component: string;
  readonly days: number;
}

/**
 * About one asset in nine is clearly degrading and fails one to fourteen days after the start, a few failed within the
 * history and have been repaired, two show their first signs; the rest are healthy.
 */
const FATES: readonly (readonly Fate[])[] = [
  [
    { assetTypeId: 'rail.car', index: 2, component: 'bearing_3', days: 3.2 },
    { assetTypeId: 'wind.turbine', index: 4, component: 'gearbox', days: 8.5 },
    { assetTypeId: 'crops.bed', index: 1, component: 'pump', days: 1.6 },
    { assetTypeId: 'city.junction', index: 3, component: 'battery', days: 11 },
    { assetTypeId: 'rail.car', index: 6, component: 'door_1', days: -6 },
    { assetTypeId: 'wind.turbine', index: 1, component: 'pitch', days: -11 },
    { assetTypeId: 'wind.turbine', index: 6, component: 'main_bearing', days: 26 },
  ],
  [
    { assetTypeId: 'wind.turbine', index: 2, component: 'main_bearing', days: 5.4 },
    { assetTypeId: 'rail.car', index: 4, component: 'wheelset', days: 2.3 },
    { assetTypeId: 'city.air_station', index: 0, component: 'no2_sensor', days: 13 },
    { assetTypeId: 'crops.bed', index: 3, component: 'valve', days: -8 },
    { assetTypeId: 'rail.car', index: 1, component: 'bearing_2', days: 21 },
  ],
];

/**
 * The demo's tenants, sites and machines: 60 assets, the same for the same seed. Start the fleet `historyDays` before the
 * present, so that the failures fall where they are meant. Throws `DEMO.BAD_FATE` when a fate names no asset.
 */
export function demoFleetPlan(seed: number, historyDays = 28): readonly DemoTenant[] {
  return DEMO_TENANTS.map(({ name, places }, tenant) => {
    const left = new Set(FATES[tenant]);
    const seen = new Map<string, number>();
    const sites = places.map((place) =>
      site(place, `${seed}/${name}`, (assetTypeId) => {
        const index = seen.get(assetTypeId) ?? 0;
        seen.set(assetTypeId, index + 1);
        const fate = [...left].find((each) => each.assetTypeId === assetTypeId && each.index === index);
        if (fate !== undefined) left.delete(fate);
        return fate && { component: fate.component, inMs: (historyDays + fate.days) * DAY_MS };
      }),
    );
    if (left.size > 0)
      throw new AppError('DEMO.BAD_FATE', `the demo has no asset for ${JSON.stringify([...left])}`);
    return { name, sites };
  });
}

type FateOf = (assetTypeId: string) => { component: string; inMs: number } | undefined;

function site(place: DemoPlace, key: string, fateOf: FateOf): DemoSite {
  const { name, domain, latitude, longitude, timeZone } = place;
  const assets = place.assets.flatMap(({ assetTypeId, prefix, count }) =>
    Array.from({ length: count }, (_, i): DemoAsset => {
      const seed = hash32(`${key}/${name}/${prefix}/${i}`);
      const fate = fateOf(assetTypeId);
      const lifeUsed = healthyLives(assetTypeId, seededRandom(seed).fork('demo'));
      if (fate !== undefined)
        lifeUsed[fate.component] = lifeUsedToFailIn(assetTypeId, fate.component, fate.inMs);
      return { name: `${prefix} ${String(i + 1).padStart(2, '0')}`, assetTypeId, seed, lifeUsed };
    }),
  );
  return { name, domain, latitude, longitude, timeZone, assets };
}

/** Lives that have used at most six tenths: nothing will show for months. */
function healthyLives(assetTypeId: string, random: Random): Record<string, number> {
  const wear = assetTypeById(assetTypeId)?.wear ?? [];
  return Object.fromEntries(wear.map(({ component }) => [component, 0.05 + 0.55 * random.next()]));
}
