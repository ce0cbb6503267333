import { ARM_GCC, BoardTarget } from '../board-target';

/** Cortex-M33 with DSP instructions, in its secure state, where it starts: addresses are the secure aliases. */
export const cortexM33: BoardTarget = {
  name: 'cortex-m33',
  title: 'Cortex-M33 (MPS2 AN505)',
  compiler: ARM_GCC,
  flags: ['-mcpu=cortex-m33', '-mthumb', '-mfloat-abi=soft'],
  simd: true,
  machine: {
    qemu: 'mps2-an505',
    code: { origin: 0x10000000, bytes: 0x400000 },
    ram: { origin: 0x38000000, bytes: 0x200000 },
    uart: 0x50200000,
    timer: { address: 0x50000000, hertz: 20_000_000 },
  },
};
