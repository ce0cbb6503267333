import { type DeviceModelFile, programmedModel, type ProgrammedModel } from './device-model-file';
import bearingAnomaly from './bearing-anomaly.json';
import bearingFault from './bearing-fault.json';
import cityAirStation from './city-air-station.json';
import cityJunction from './city-junction.json';
import cropBed from './crop-bed.json';
import railCar from './rail-car.json';
import soundAnomaly from './sound-anomaly.json';
import windTurbine from './wind-turbine.json';

const FILES = [
  railCar,
  windTurbine,
  cropBed,
  cityJunction,
  cityAirStation,
  bearingAnomaly,
  bearingFault,
  soundAnomaly,
] as unknown as readonly DeviceModelFile[];

/** Every model that comes with the product; a new one is a file that its recipe writes beside this, and a row. */
export const DEVICE_MODELS: readonly ProgrammedModel[] = FILES.map(programmedModel);

/** The model that an asset type's devices run unless told otherwise; undefined where there is none. */
export function modelOfAssetType(assetTypeId: string): ProgrammedModel | undefined {
  return DEVICE_MODELS.find(({ assetTypes }) => assetTypes.includes(assetTypeId));
}
