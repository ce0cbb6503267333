import type { DomainPack } from '../domain-pack';
import { withPhysics } from '../physics/with-physics';
import { cropBed } from './bed';
import { cropBedPhysics } from './bed-physics';
import { cropBedWear } from './bed-wear';

/** Horticulture: irrigated beds on farms. */
export const crops: DomainPack = {
  id: 'crops',
  label: 'Crops',
  icon: 'plant-2',
  words: { asset: 'bed', assets: 'beds', site: 'farm' },
  assetTypes: [withPhysics(cropBed, cropBedWear, cropBedPhysics)],
};
