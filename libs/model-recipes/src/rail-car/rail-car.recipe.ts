import { assetTypeById } from '@fettle/domains';
import { readingsModelRecipe } from '../simulated/readings-autoencoder';

const boxes = [1, 2, 3, 4].flatMap((n) => [
  `bearing_${n}_rms`,
  `bearing_${n}_kurtosis`,
  `bearing_${n}_temp_rise`,
]);
const doors = [1, 2].flatMap((n) => [`door_${n}_closing_s`, `door_${n}_current`]);

/** Axle boxes, tread and doors of a car; the boxes beside each other tell more than each alone. */
export const railCar = readingsModelRecipe(
  {
    id: 'rail-car',
    name: 'rail-car',
    version: '1',
    title: 'Axle boxes, tread and doors: what is unusual',
    domain: 'rail',
    description: 'Autoencoder of speed, load, vibration, heat, wheel load and door movements at one moment.',
  },
  {
    type: assetTypeById('rail.car')!,
    signals: ['speed', 'load', 'ambient_temp', 'wheel_impact', ...boxes, ...doors],
    widths: [32, 8, 32],
    days: 40,
  },
);
