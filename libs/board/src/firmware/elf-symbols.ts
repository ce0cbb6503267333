import { execFileSync } from 'node:child_process';
import { AppError } from '@fettle/kernel';
import { ARM_GCC } from '../targets/board-target';
import { requireTool } from '../toolchain/tools';

/** Addresses of a linked program's symbols, by name. `BOARD.TOOL_MISSING` without binutils. */
export function elfSymbols(elf: string): ReadonlyMap<string, number> {
  const nm = 'arm-none-eabi-nm';
  requireTool({ command: nm, packages: ARM_GCC.packages });
  const lines = execFileSync(nm, [elf])
    .toString()
    .matchAll(/^([0-9a-f]+) \w (\w+)$/gm);
  return new Map([...lines].map(([, address, name]) => [name!, parseInt(address!, 16)]));
}

/** One of them; `BOARD.NO_SYMBOL` where the program has none of that name. */
export function elfSymbol(elf: string, name: string): number {
  const address = elfSymbols(elf).get(name);
  if (address === undefined) throw new AppError('BOARD.NO_SYMBOL', `${elf} has no ${name}`);
  return address;
}
