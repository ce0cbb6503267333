import { DOMAIN_PACKS, type AssetType, type SignalDefinition } from '@fettle/domains';
import { seededRandom } from '@fettle/kernel';
import type { CodecColumn, CodecSeries, CodecSource } from './series';

const START_MS = Date.UTC(2025, 2, 1);
const SAMPLES = 4_800;
const MACHINES = 3;
/** Signals in the batch that the promise of a byte a reading is about. */
const FEW = 5;
const KINDS = { gauge: 'scaled', counter: 'scaled', label: 'label', probability: 'probability' } as const;

/** One source for each simulated asset type: machines at several ages, all signals at their registered resolution. */
export const SIMULATED_SOURCES: readonly CodecSource[] = DOMAIN_PACKS.flatMap((pack) => pack.assetTypes)
  .filter((type) => type.simulate !== undefined)
  .flatMap((type) => [
    simulated(`simulated-${type.id}`, type, type.signals),
    simulated(`simulated-${type.id}-${FEW}-signals`, type, type.signals.slice(0, FEW)),
  ]);

function simulated(id: string, type: AssetType, signals: readonly SignalDefinition[]): CodecSource {
  return {
    id,
    load: () =>
      Array.from({ length: MACHINES }, (_, seed) => machine(`${type.id}-${seed}`, type, signals, seed)),
  };
}

function machine(
  name: string,
  type: AssetType,
  signals: readonly SignalDefinition[],
  seed: number,
): CodecSeries {
  const random = seededRandom(seed + 1);
  const lifeUsed = Object.fromEntries((type.wear ?? []).map(({ component }) => [component, random.next()]));
  const asset = type.simulate!({ random, startMs: START_MS, lifeUsed, latitude: 47, longitude: 8 });
  const cadenceMs = Math.min(...signals.map((signal) => signal.cadenceMs));
  const times = Array.from({ length: SAMPLES }, (_, i) => START_MS + i * cadenceMs);
  const steps = times.map((time) => asset.step(time));
  const columns = signals.map((signal): CodecColumn => ({
    name: signal.name,
    values: steps.map((step) => step[signal.name] ?? null),
    registered: { signalId: signal.id, exponent: signal.exponent, kind: KINDS[signal.kind] },
  }));
  return { name, times, columns };
}
