import { assetTypeById } from '@fettle/domains';
import { readingsModelRecipe } from '../simulated/readings-autoencoder';

/** Lamps and battery of a signalled junction. */
export const cityJunction = readingsModelRecipe(
  {
    id: 'city-junction',
    name: 'city-junction',
    version: '1',
    title: 'Lamps and battery of a junction: what is unusual',
    domain: 'city',
    description: 'Autoencoder of traffic, cabinet, mains, lamps and battery at one moment.',
  },
  {
    type: assetTypeById('city.junction')!,
    signals: [
      ...['traffic_volume', 'cabinet_temp', 'mains_voltage', 'red_lamp_current', 'green_lamp_current'],
      ...['battery_capacity', 'battery_resistance', 'battery_voltage'],
    ],
    widths: [16, 5, 16],
    days: 40,
  },
);
