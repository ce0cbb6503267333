/** A piece of the address space. */
export interface MemoryRegion {
  readonly origin: number;
  readonly bytes: number;
}

/** An emulated machine: where QEMU puts code, memory and the two devices that every program here needs. */
export interface EmulatedMachine {
  /** QEMU's name, as in `-M mps2-an386`. */
  readonly qemu: string;
  /** Execution starts at the vector table at the start of this region. */
  readonly code: MemoryRegion;
  readonly ram: MemoryRegion;
  /** Base address of CMSDK UART 0. */
  readonly uart: number;
  /** CMSDK timer 0: its base address, and its clock. */
  readonly timer: { readonly address: number; readonly hertz: number };
}

/** A compiler by its command, with the Debian packages that bring it and its C library. */
export interface CrossCompiler {
  readonly command: string;
  readonly size: string;
  readonly packages: readonly string[];
}

/** One kind of processor that generated C is built for: a folder beside this file and a row in the registry. */
export interface BoardTarget {
  readonly name: string;
  readonly title: string;
  readonly compiler: CrossCompiler;
  /** Flags that choose the instruction set. */
  readonly flags: readonly string[];
  /** Whether compiled models use SIMD there (`__ARM_FEATURE_SIMD32`). */
  readonly simd: boolean;
  /** Absent where programs are built, but not run in an emulator. */
  readonly machine?: EmulatedMachine;
}

/** Arm's bare-metal GCC as Debian packages it. */
export const ARM_GCC: CrossCompiler = {
  command: 'arm-none-eabi-gcc',
  size: 'arm-none-eabi-size',
  packages: ['gcc-arm-none-eabi', 'libnewlib-arm-none-eabi'],
};

/** The MPS2 FPGA images with Cortex-M3, M4 and M7 share one memory map. */
export function mps2(qemu: string): EmulatedMachine {
  return {
    qemu,
    code: { origin: 0, bytes: 0x400000 },
    ram: { origin: 0x20000000, bytes: 0x400000 },
    uart: 0x40004000,
    timer: { address: 0x40000000, hertz: 25_000_000 },
  };
}
