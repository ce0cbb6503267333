import type { AssetType, WearPlan } from '../domain-pack';
import { type MachineModel, simulateMachine } from './simulated-machine';

/** The asset type with its simulation: `wear` in the order in which `physics` reads it. */
export function withPhysics(
  type: AssetType,
  wear: readonly WearPlan[],
  physics: MachineModel['physics'],
): Required<AssetType> {
  return { ...type, wear, simulate: simulateMachine({ signals: type.signals, wear, physics }) };
}
