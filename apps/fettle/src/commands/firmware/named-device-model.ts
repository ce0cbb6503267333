import { readFile } from 'node:fs/promises';
import {
  createDeviceProgram,
  DEVICE_MODELS,
  programmedModel,
  type ProgrammedModel,
} from '@fettle/device-models';
import { type AssetType, assetTypeById } from '@fettle/domains';
import { AppError, errorMessage } from '@fettle/kernel';
import { loadTflite } from '@fettle/tinyml';
import { usageError } from '../../cli/run-command';

/**
 * A device model that comes with the product, by its id, or one that `fettle model train` wrote. `MODEL.NO_FILE` for neither,
 * `MODEL.NO_DEVICE_MODEL` for a file that is none.
 */
export async function namedDeviceModel(name: string): Promise<ProgrammedModel> {
  const shipped = DEVICE_MODELS.find(({ id }) => id === name);
  if (shipped !== undefined) return shipped;
  const text = await readFile(name, 'utf8').catch((cause: unknown) => {
    const ids = DEVICE_MODELS.map(({ id }) => id).join(', ');
    throw new AppError('MODEL.NO_FILE', `${name} is no file, and none of ${ids}`, { cause });
  });
  try {
    const model = programmedModel(JSON.parse(text) as Parameters<typeof programmedModel>[0]);
    createDeviceProgram(model.program, loadTflite(model.tflite()));
    return model;
  } catch (cause) {
    throw new AppError('MODEL.NO_DEVICE_MODEL', `${name} is no device model: ${errorMessage(cause)}`, {
      cause,
    });
  }
}

/** The asset type whose devices shall run the model: the one that is named, else the first that the model is made for. */
export function assetTypeFor({ assetTypes }: ProgrammedModel, named: string | undefined): AssetType {
  const id = named ?? assetTypes[0];
  const found = id === undefined ? undefined : assetTypeById(id);
  if (found === undefined) throw usageError(`--asset-type names no asset type: ${id ?? 'none was given'}`);
  return found;
}
