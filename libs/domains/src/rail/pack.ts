import type { DomainPack } from '../domain-pack';
import { railCar } from './car';

/** Passenger rail: cars in depots. */
export const rail: DomainPack = {
  id: 'rail',
  label: 'Rail',
  icon: 'train',
  words: { asset: 'car', assets: 'cars', site: 'depot' },
  assetTypes: [railCar],
};
