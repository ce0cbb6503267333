import { type ProgrammedModel } from './device-model-file';

/** Every model that comes with the product; a new one is a file that its recipe writes beside this, and a row. */
export const DEVICE_MODELS: readonly ProgrammedModel[] = [];

/** The model that an asset type's devices run unless told otherwise; undefined where there is none. */
export function modelOfAssetType(assetTypeId: string): ProgrammedModel | undefined {
  return DEVICE_MODELS.find(({ assetTypes }) => assetTypes.includes(assetTypeId));
}
