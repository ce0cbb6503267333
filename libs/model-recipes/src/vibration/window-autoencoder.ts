import type { FeatureReport } from '@fettle/device-models';
import { createExtractor, type FeatureSpec } from '@fettle/features';
import type { RecipeContext, RecipeResult } from '../recipe/recipe.types';
import { without } from '../int8/rows';
import { ALARM, rowsAutoencoder, type RowsAutoencoder } from '../int8/rows-autoencoder';

export interface WindowAutoencoder extends Omit<RowsAutoencoder, 'ratios'> {
  /** Without `standardise`, which is learnt here. */
  readonly features: FeatureSpec;
  readonly reports: readonly FeatureReport[];
  /** Names of values that are reported only: what the model is given for them is always nothing. */
  readonly unseen?: readonly string[];
}

/** An autoencoder of a window's features: what it cannot give back is unusual. The same rows give the same bits. */
export async function windowAutoencoder(
  options: WindowAutoencoder,
  context: RecipeContext,
): Promise<Omit<RecipeResult, 'accuracy'>> {
  const { features, reports, unseen = [] } = options;
  const seen = without(createExtractor(features).names, unseen);
  const { model, standardise, score, pareto } = await rowsAutoencoder(
    {
      ...options,
      training: options.training.map(seen),
      validation: options.validation.map(seen),
      ratios: [0.25, 0.5],
    },
    context,
  );
  return {
    model,
    program: {
      input: { kind: 'window', features: { ...features, standardise } },
      scores: [score],
      reports,
      threshold: ALARM,
    },
    pareto,
  };
}
