import type { DomainPack } from '../domain-pack';
import { cropBed } from './bed';

/** Horticulture: irrigated beds on farms. */
export const crops: DomainPack = {
  id: 'crops',
  label: 'Crops',
  icon: 'plant-2',
  words: { asset: 'bed', assets: 'beds', site: 'farm' },
  assetTypes: [cropBed],
};
