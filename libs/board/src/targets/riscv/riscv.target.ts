import { BoardTarget } from '../board-target';

/** 32-bit RISC-V microcontrollers. Compiled only. */
export const riscv: BoardTarget = {
  name: 'riscv',
  title: 'RISC-V (RV32IMC)',
  compiler: {
    command: 'riscv64-unknown-elf-gcc',
    size: 'riscv64-unknown-elf-size',
    packages: ['gcc-riscv64-unknown-elf', 'picolibc-riscv64-unknown-elf'],
  },
  flags: ['-march=rv32imc', '-mabi=ilp32', '--specs=picolibc.specs'],
  simd: false,
};
