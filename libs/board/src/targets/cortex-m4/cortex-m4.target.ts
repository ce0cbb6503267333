import { ARM_GCC, BoardTarget, mps2 } from '../board-target';

/** Cortex-M4 with its DSP instructions and without its floating-point unit: the board that figures are stated for. */
export const cortexM4: BoardTarget = {
  name: 'cortex-m4',
  title: 'Cortex-M4 (MPS2 AN386)',
  compiler: ARM_GCC,
  flags: ['-mcpu=cortex-m4', '-mthumb', '-mfloat-abi=soft'],
  simd: true,
  machine: mps2('mps2-an386'),
};
