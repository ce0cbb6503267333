import { AppError } from '@fettle/kernel';
import { assetTypeById } from './registry';

/**
 * The share of its life that a simulated component must have used at the start for its first failure to come `ms` later:
 * what goes into `SimulationOptions.lifeUsed`. Throws `SIMULATION.NO_SUCH_WEAR` for a component that does not age in
 * simulation and `SIMULATION.BEYOND_LIFE` when `ms` is longer than a median life.
 */
export function lifeUsedToFailIn(assetTypeId: string, component: string, ms: number): number {
  const plan = assetTypeById(assetTypeId)?.wear?.find((wear) => wear.component === component);
  if (plan === undefined) {
    throw new AppError('SIMULATION.NO_SUCH_WEAR', `${assetTypeId} has no simulated component "${component}"`);
  }
  if (!(ms >= 0 && ms <= plan.medianLifeMs)) {
    throw new AppError(
      'SIMULATION.BEYOND_LIFE',
      `${component} of ${assetTypeId} cannot be placed ${ms} ms before failure`,
    );
  }
  return 1 - ms / plan.medianLifeMs;
}
