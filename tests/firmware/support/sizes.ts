import { execFileSync } from 'node:child_process';

/** Bytes of a linked firmware, by what they take. */
export interface FirmwareSizes {
  /** Code, constants and initial values, the model's weights among them. */
  readonly flash: number;
  /** The stack's reserve, memory that survives resets, variables, and what the built-in model uses. */
  readonly ram: number;
  readonly stackReserve: number;
  readonly modelRam: number;
}

/** Of the program's own file, as the linker laid it out. */
export function firmwareSizes(elf: string): FirmwareSizes {
  const sections = new Map(
    [
      ...execFileSync('arm-none-eabi-size', ['-A', elf])
        .toString()
        .matchAll(/^(\.\w+)\s+(\d+)/gm),
    ].map(([, name, size]) => [name!, Number(size)]),
  );
  const symbols = new Map(
    [
      ...execFileSync('arm-none-eabi-nm', [elf])
        .toString()
        .matchAll(/^([0-9a-f]+) \w (\w+)$/gm),
    ].map(([, address, name]) => [name!, parseInt(address!, 16)]),
  );
  const of = (name: string): number => sections.get(name) ?? 0;
  const modelRam = symbols.get('model_memory_used')! - symbols.get('model_memory_begin')!;
  const stackReserve = of('.stack');
  return {
    flash: of('.text') + of('.data'),
    ram: stackReserve + of('.noinit') + of('.data') + of('.bss') + modelRam,
    stackReserve,
    modelRam,
  };
}
