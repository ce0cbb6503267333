import type { AssetType, TrueFailure } from '@fettle/domains';
import { DAY_MS, seededRandom } from '@fettle/kernel';
import type { Sample } from './replay';

/** The asset types whose simulated machines are followed. */
export const SIMULATED_TYPES = [
  'rail.car',
  'wind.turbine',
  'crops.bed',
  'city.junction',
  'city.air_station',
] as const;
const START_MS = Date.UTC(2026, 3, 1);
const SAMPLE_MS = 600_000;

/** Eight weeks of one machine, half of whose components are near their end, and what became of them. */
export interface SimulatedRun {
  readonly days: number;
  readonly samples: readonly Sample[];
  /** Failures within the run, oldest first. */
  readonly failures: readonly TrueFailure[];
  /** Those, and each present part's own end, which lies beyond. */
  readonly truth: readonly TrueFailure[];
}

/** The run of a type and seed: the same for the same two. */
export function simulatedRun(type: AssetType, seed: number): SimulatedRun {
  const days = 56;
  const random = seededRandom(seed * 101);
  const lifeUsed = Object.fromEntries(
    (type.wear ?? []).map(({ component, medianLifeMs }) => [
      component,
      random.next() < 0.5 ? 1 - ((15 + 50 * random.next()) * DAY_MS) / medianLifeMs : 0.3 * random.next(),
    ]),
  );
  const place = { latitude: 52, longitude: 13 };
  const machine = type.simulate!({ random: seededRandom(seed), startMs: START_MS, lifeUsed, ...place });
  const samples = Array.from({ length: (days * DAY_MS) / SAMPLE_MS }, (_, n) => {
    const tMs = START_MS + n * SAMPLE_MS;
    return { tMs, values: machine.step(tMs) };
  });
  const failures = machine.failures(START_MS + days * DAY_MS);
  return { days, samples, failures, truth: [...failures, ...machine.upcoming()] };
}

/** The end that a degrading part runs into; undefined in the first tenth of its decline and before: nothing shows yet. */
export function declineAt(
  truth: readonly TrueFailure[],
  component: string,
  failureMode: string,
  atMs: number,
): TrueFailure | undefined {
  const life = truth.find(
    (t) => t.component === component && t.failureMode === failureMode && t.failureMs > atMs,
  );
  return life && atMs >= life.onsetMs + 0.1 * (life.failureMs - life.onsetMs) ? life : undefined;
}
