import { assetTypeById } from '@fettle/domains';
import { readingsModelRecipe } from '../simulated/readings-autoencoder';

/** Pump, valve and probe of a bed, beside its weather. */
export const cropBed = readingsModelRecipe(
  {
    id: 'crop-bed',
    name: 'crop-bed',
    version: '1',
    title: 'Irrigation of a bed: what is unusual',
    domain: 'crops',
    description: 'Autoencoder of weather, soil, pump, valve and probe at one moment.',
  },
  {
    type: assetTypeById('crops.bed')!,
    signals: [
      ...['air_temp', 'humidity', 'solar', 'soil_temp', 'soil_moisture'],
      ...['pump_rms', 'pump_current', 'pump_flow', 'valve_response_s', 'probe_offset'],
    ],
    widths: [20, 6, 20],
    days: 40,
  },
);
