import type { DomainPack } from '../domain-pack';
import { hydraulicRig, machine, pumpRig, sensor } from './machines';
import { turbofan } from './turbofan';

/** Everything that fits none of the other packs: third-party sensors and recorded machines. */
export const generic: DomainPack = {
  id: 'generic',
  label: 'Other machines',
  icon: 'cpu',
  words: { asset: 'machine', assets: 'machines', site: 'site' },
  assetTypes: [sensor, machine, pumpRig, hydraulicRig, turbofan],
};
