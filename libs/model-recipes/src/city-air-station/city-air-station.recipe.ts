import { assetTypeById } from '@fettle/domains';
import { readingsModelRecipe } from '../simulated/readings-autoencoder';

/** Sensors of an air quality station that age before they fail. */
export const cityAirStation = readingsModelRecipe(
  {
    id: 'city-air-station',
    name: 'city-air-station',
    version: '1',
    title: 'Sensors of an air station: what is unusual',
    domain: 'city',
    description: 'Autoencoder of weather, zero, sensitivity, flow and laser current at one moment.',
  },
  {
    type: assetTypeById('city.air_station')!,
    signals: ['temperature', 'humidity', 'no2_zero_offset', 'no2_sensitivity', 'inlet_flow', 'laser_current'],
    widths: [12, 4, 12],
    days: 40,
  },
);
