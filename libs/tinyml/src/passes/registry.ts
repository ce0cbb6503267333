import { activationFusion } from './activation-fusion/activation-fusion.pass';
import { constantFolding } from './constant-folding/constant-folding.pass';
import { constantSharing } from './constant-sharing/constant-sharing.pass';
import { deadRemoval } from './dead-removal/dead-removal.pass';
import { identityRemoval } from './identity-removal/identity-removal.pass';
import { padFolding } from './pad-folding/pad-folding.pass';
import { Pass } from './pass';
import { reshapeMerging } from './reshape-merging/reshape-merging.pass';

/** Every pass, in the order in which they are tried. */
export const PASSES: readonly Pass[] = [
  constantFolding,
  reshapeMerging,
  identityRemoval,
  padFolding,
  activationFusion,
  constantSharing,
  deadRemoval,
];
