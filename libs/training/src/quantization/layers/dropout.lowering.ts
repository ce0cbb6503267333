import { LayerLowering } from './layer-lowering';

/** Nothing: only training drops. */
export const dropout: LayerLowering<'dropout'> = { kind: 'dropout', lower: ({ flow }) => flow };
