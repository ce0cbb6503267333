export { AssetHistory, DEVICE_PATIENCE_HOURS, type HistoryOutcome } from './history/asset-history';
export { decodeHistory, encodeHistory } from './history/history-codec';
export * from './forecaster';
export { degradationPath, readPath } from './degradation-path/degradation-path';
export { fitExperience, type LifeRecord } from './degradation-path/experience-fit';
export * from './registry';
export { FORECAST_EVERY_HOURS, forecastDue, signalsOf, takeCompleteHours } from './schedule';
