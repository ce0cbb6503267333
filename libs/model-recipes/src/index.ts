export { makeDeviceModel } from './recipe/make-device-model';
export { type ModelRecipe, type RecipeContext, type RecipeResult } from './recipe/recipe.types';
export { RECIPES, recipeById } from './registry';
export { type CsvTable, readCsv } from './table/csv-table';
export { encodeWeights, type NetworkFile, readNetworkFile } from './table/network-file';
export { tableData, type TableData, type TableSettings } from './table/table-data';
export { deviceSamples, type Recording } from './vibration/device-samples';
export { windowsOf } from './vibration/windows';
