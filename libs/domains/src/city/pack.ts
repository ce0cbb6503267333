import type { DomainPack } from '../domain-pack';
import { airStation } from './air-station';
import { gasArray } from './gas-array';
import { cityJunction } from './junction';

/** Smart city: junctions and air-quality stations in districts. */
export const city: DomainPack = {
  id: 'city',
  label: 'City',
  icon: 'building-community',
  words: { asset: 'installation', assets: 'installations', site: 'district' },
  assetTypes: [cityJunction, airStation, gasArray],
};
