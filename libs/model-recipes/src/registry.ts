import type { ModelRecipe } from './recipe/recipe.types';
import { windTurbine } from './wind-turbine/wind-turbine.recipe';

/** Every recipe; a new one is a folder here and a row. */
export const RECIPES: readonly ModelRecipe[] = [windTurbine];

/** The recipe of this id; undefined where there is none. */
export function recipeById(id: string): ModelRecipe | undefined {
  return RECIPES.find((recipe) => recipe.id === id);
}
