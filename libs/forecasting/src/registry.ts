import { degradationPath } from './degradation-path/degradation-path';
import type { Forecaster } from './forecaster';

/** Every forecasting method there is. A new one is a folder beside this file and a row here. */
export const FORECASTERS: readonly Forecaster[] = [degradationPath];

/** The method in use. */
export const DEFAULT_FORECASTER: Forecaster = degradationPath;
