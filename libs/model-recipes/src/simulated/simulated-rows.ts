import { HeldReadings } from '@fettle/device-models';
import type { AssetType } from '@fettle/domains';
import { DAY_MS, seededRandom } from '@fettle/kernel';

/** What one simulated machine's device measured at a time, as the integers of its signals. */
export interface SimulatedRow {
  readonly asset: number;
  readonly atMs: number;
  readonly values: Int16Array;
  /** The furthest that any of its parts has come from its first sign (0) to its failure (1); 0 before any sign. */
  readonly severity: number;
}

export interface RowsOptions {
  readonly type: AssetType;
  /** Names of the signals, in order: a row holds the latest of each. */
  readonly signals: readonly string[];
  /** One machine for each. */
  readonly seeds: readonly number[];
  readonly days: number;
  readonly everyMs: number;
  /** Part that is to fail on each machine, and after how many days; undefined: parts of middling age, none failing soon. */
  readonly fails?: (asset: number) => { readonly component: string; readonly afterDays: number };
}

/** Starts of machines spread over a year, so that every season is there. */
const FIRST_START = Date.UTC(2024, 0, 1);
const PLACES = [
  [47, 8],
  [52, 13],
  [40, -4],
  [60, 24],
] as const;

/** Simulates machines and takes their rows; the same options give the same rows. */
export function simulatedRows({ type, signals, seeds, days, everyMs, fails }: RowsOptions): SimulatedRow[] {
  const chosen = signals.map((name) => type.signals.find((signal) => signal.name === name)!);
  return seeds.flatMap((seed, asset) => {
    const startMs = FIRST_START + ((seed * 37) % 365) * DAY_MS;
    const [latitude, longitude] = PLACES[seed % PLACES.length]!;
    const failing = fails?.(asset);
    const machine = type.simulate!({
      random: seededRandom(seed),
      startMs,
      latitude,
      longitude,
      lifeUsed: Object.fromEntries(
        type.wear!.map(({ component, medianLifeMs }) => [
          component,
          failing?.component === component ? 1 - (failing.afterDays * DAY_MS) / medianLifeMs : 0.2,
        ]),
      ),
    });
    const held = new HeldReadings(chosen);
    const rows: SimulatedRow[] = [];
    for (let atMs = startMs; atMs < startMs + days * DAY_MS; atMs += everyMs) {
      const values = held.take(machine.step(atMs));
      if (values !== null) rows.push({ asset, atMs, values, severity: severityAt(machine.upcoming(), atMs) });
    }
    return rows;
  });
}

function severityAt(upcoming: readonly { onsetMs: number; failureMs: number }[], atMs: number): number {
  return Math.max(
    0,
    ...upcoming.map(({ onsetMs, failureMs }) => Math.min(1, (atMs - onsetMs) / (failureMs - onsetMs))),
  );
}
