import type { AssetType, WearPlan } from '../domain-pack';
import { type MachineModel, simulateMachine } from './simulated-machine';

/**
 * The asset type with its simulation: `wear` in the order in which `physics` reads it. The device's detector watches
 * every signal of a component that can fail.
 */
export function withPhysics(
  type: AssetType,
  wear: readonly WearPlan[],
  physics: MachineModel['physics'],
): Required<AssetType> {
  const failing = new Set(
    type.components.filter((part) => part.failureModes.length > 0).map((part) => part.id),
  );
  const watched = type.signals
    .filter((signal) => signal.component !== undefined && failing.has(signal.component))
    .map((signal) => signal.name);
  return { ...type, wear, simulate: simulateMachine({ signals: type.signals, wear, watched, physics }) };
}
