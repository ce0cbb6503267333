import { createHash } from 'node:crypto';
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { createDeviceProgram, type DeviceModelFile } from '@fettle/device-models';
import { AppError } from '@fettle/kernel';
import { optimize, writeTflite } from '@fettle/tinyml';
import type { ModelRecipe, RecipeContext } from './recipe.types';

/**
 * Follows a recipe and gives its model as a file: the same bytes for the same recipe and data. `MODEL.NO_DATA` names the
 * data set that is not there.
 */
export async function makeDeviceModel(recipe: ModelRecipe, context: RecipeContext): Promise<DeviceModelFile> {
  const { dataset } = recipe;
  if (dataset !== undefined && !existsSync(join(context.dataDir, dataset))) {
    throw new AppError('MODEL.NO_DATA', `${recipe.id} needs ${join(context.dataDir, dataset)}`);
  }
  const { model, program, accuracy, pareto } = await recipe.run(context);
  const optimized = optimize(model).model;
  createDeviceProgram(program, optimized);
  const tflite = writeTflite(optimized);
  const { id, name, version, title, domain, assetTypes, task, description, signals, source } = recipe;
  return {
    ...{ id, name, version, title, domain, assetTypes, task, description, signals, source },
    accuracy,
    pareto,
    program,
    hash: createHash('sha256').update(tflite).digest('hex'),
    tfliteBase64: Buffer.from(tflite).toString('base64'),
  };
}
