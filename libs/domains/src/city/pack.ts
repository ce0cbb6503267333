import type { DomainPack } from '../domain-pack';
import { withPhysics } from '../physics/with-physics';
import { airStationPhysics } from './air-physics';
import { airStation } from './air-station';
import { airStationWear, junctionWear } from './city-wear';
import { gasArray } from './gas-array';
import { cityJunction } from './junction';
import { junctionPhysics } from './junction-physics';

/** Smart city: junctions and air-quality stations in districts. */
export const city: DomainPack = {
  id: 'city',
  label: 'City',
  icon: 'building-community',
  words: { asset: 'installation', assets: 'installations', site: 'district' },
  assetTypes: [
    withPhysics(cityJunction, junctionWear, junctionPhysics),
    withPhysics(airStation, airStationWear, airStationPhysics),
    gasArray,
  ],
};
