import { FusedActivation } from '../../arithmetic/activation-range';

export type LstmOptions = {
  readonly activation: FusedActivation;
  readonly cellClip: number;
  readonly timeMajor: boolean;
};
