export { makeDeviceModel } from './recipe/make-device-model';
export { type ModelRecipe, type RecipeContext, type RecipeResult } from './recipe/recipe.types';
export { RECIPES, recipeById } from './registry';
