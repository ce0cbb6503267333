import type { DomainPack } from '../domain-pack';
import { bearingRig } from './bearing-rig';
import { windTurbine } from './turbine';

/** Wind power: turbines in farms, and the test rigs of their bearings. */
export const wind: DomainPack = {
  id: 'wind',
  label: 'Wind',
  icon: 'wind',
  words: { asset: 'turbine', assets: 'turbines', site: 'wind farm' },
  assetTypes: [windTurbine, bearingRig],
};
