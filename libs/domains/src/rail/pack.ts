import type { DomainPack } from '../domain-pack';
import { withPhysics } from '../physics/with-physics';
import { railCar } from './car';
import { railCarPhysics } from './car-physics';
import { railCarWear } from './car-wear';

/** Passenger rail: cars in depots. */
export const rail: DomainPack = {
  id: 'rail',
  label: 'Rail',
  icon: 'train',
  words: { asset: 'car', assets: 'cars', site: 'depot' },
  assetTypes: [withPhysics(railCar, railCarWear, railCarPhysics)],
};
