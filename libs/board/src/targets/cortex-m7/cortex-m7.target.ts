import { ARM_GCC, BoardTarget, mps2 } from '../board-target';

/** Cortex-M7: the M4's instructions. */
export const cortexM7: BoardTarget = {
  name: 'cortex-m7',
  title: 'Cortex-M7 (MPS2 AN500)',
  compiler: ARM_GCC,
  flags: ['-mcpu=cortex-m7', '-mthumb', '-mfloat-abi=soft'],
  simd: true,
  machine: mps2('mps2-an500'),
};
