import { bearingAnomaly } from './bearing-anomaly/bearing-anomaly.recipe';
import { bearingFault } from './bearing-fault/bearing-fault.recipe';
import { cityAirStation } from './city-air-station/city-air-station.recipe';
import { cityJunction } from './city-junction/city-junction.recipe';
import { cropBed } from './crop-bed/crop-bed.recipe';
import { pumpRig } from './pump-rig/pump-rig.recipe';
import { railCar } from './rail-car/rail-car.recipe';
import type { ModelRecipe } from './recipe/recipe.types';
import { soundAnomaly } from './sound-anomaly/sound-anomaly.recipe';
import { windTurbine } from './wind-turbine/wind-turbine.recipe';

/** Every recipe; a new one is a folder here and a row. */
export const RECIPES: readonly ModelRecipe[] = [
  railCar,
  windTurbine,
  cropBed,
  cityJunction,
  cityAirStation,
  bearingAnomaly,
  bearingFault,
  soundAnomaly,
  pumpRig,
];

/** The recipe of this id; undefined where there is none. */
export function recipeById(id: string): ModelRecipe | undefined {
  return RECIPES.find((recipe) => recipe.id === id);
}
