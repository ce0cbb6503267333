import { FusedActivation } from '../../arithmetic/activation-range';
import { Padding } from '../windows';

export type TransposeConvOptions = {
  readonly padding: Padding;
  readonly strideWidth: number;
  readonly strideHeight: number;
  readonly activation: FusedActivation;
};
