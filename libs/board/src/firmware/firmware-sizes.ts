import { execFileSync } from 'node:child_process';
import { ARM_GCC } from '../targets/board-target';
import { requireTool } from '../toolchain/tools';
import { elfSymbol } from './elf-symbols';

/** Bytes of a linked firmware, by what they take. */
export interface FirmwareSizes {
  /** Code, constants and initial values, the model's weights among them. */
  readonly flash: number;
  /** The stack's reserve, memory that survives resets, variables, and what the built-in model uses. */
  readonly ram: number;
  readonly stackReserve: number;
  readonly modelRam: number;
}

/** Of the program's own file, as the linker laid it out. `BOARD.TOOL_MISSING` without binutils. */
export function firmwareSizes(elf: string): FirmwareSizes {
  requireTool({ command: ARM_GCC.size, packages: ARM_GCC.packages });
  const lines = execFileSync(ARM_GCC.size, ['-A', elf])
    .toString()
    .matchAll(/^(\.\w+)\s+(\d+)/gm);
  const sections = new Map([...lines].map(([, name, size]) => [name!, Number(size)]));
  const of = (name: string): number => sections.get(name) ?? 0;
  const modelRam = elfSymbol(elf, 'model_memory_used') - elfSymbol(elf, 'model_memory_begin');
  const stackReserve = of('.stack');
  return {
    flash: of('.text') + of('.data'),
    ram: stackReserve + of('.noinit') + of('.data') + of('.bss') + modelRam,
    stackReserve,
    modelRam,
  };
}
