import { ARM_GCC, BoardTarget, mps2 } from '../board-target';

/** Cortex-M3: no DSP instructions, so that compiled models run their portable C. */
export const cortexM3: BoardTarget = {
  name: 'cortex-m3',
  title: 'Cortex-M3 (MPS2 AN385)',
  compiler: ARM_GCC,
  flags: ['-mcpu=cortex-m3', '-mthumb'],
  simd: false,
  machine: mps2('mps2-an385'),
};
