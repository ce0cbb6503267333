import type { DomainPack } from '../domain-pack';
import { withPhysics } from '../physics/with-physics';
import { bearingRig } from './bearing-rig';
import { windTurbine } from './turbine';
import { turbinePhysics } from './turbine-physics';
import { turbineWear } from './turbine-wear';

/** Wind power: turbines in farms, and the test rigs of their bearings. */
export const wind: DomainPack = {
  id: 'wind',
  label: 'Wind',
  icon: 'wind',
  words: { asset: 'turbine', assets: 'turbines', site: 'wind farm' },
  assetTypes: [withPhysics(windTurbine, turbineWear, turbinePhysics), bearingRig],
};
