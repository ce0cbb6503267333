import { basename } from 'node:path';
import { type BuiltFirmware, firmwareSizes, worstStack } from '@fettle/board';
import { compileC, loadTflite } from '@fettle/tinyml';
import type { ProgrammedModel } from '@fettle/device-models';

/** What a firmware takes, beside what a small microcontroller has; bytes. */
export interface FirmwareBudget {
  readonly flash: number;
  readonly flashBudget: number;
  /** The network's own memory; weights are in `flash`. */
  readonly arena: number;
  readonly ram: number;
  readonly ramBudget: number;
  readonly modelRam: number;
  readonly stackReserve: number;
  /** The deepest path through the call graph, with an interrupt on top. */
  readonly worstStack: number;
}

/** Flash and RAM that the firmware is to keep within with windows of 1,024 samples; longer ones take their own. */
const BUDGET = { flash: 64 * 1024, ram: 16 * 1024 } as const;

/** Of a build. Throws what `firmwareSizes` and `worstStack` throw. */
export function firmwareBudget({ elf, folder }: BuiltFirmware, model: ProgrammedModel): FirmwareBudget {
  const { flash, ram, modelRam, stackReserve } = firmwareSizes(elf);
  const arena = compileC(loadTflite(model.tflite()), 'model').arena.bytes;
  return {
    ...{ flash, flashBudget: BUDGET.flash, arena, ram, ramBudget: BUDGET.ram, modelRam, stackReserve },
    worstStack: worstStack(folder).bytes,
  };
}

/** The budget as a table. */
export function budgetText(elf: string, budget: FirmwareBudget): string {
  const rows: readonly (readonly [string, number, number | null, string])[] = [
    ['flash', budget.flash, budget.flashBudget, 'code, constants, weights'],
    ['RAM', budget.ram, budget.ramBudget, 'stack, variables, the window, the model'],
    ['  the model', budget.modelRam, null, `its features, and an arena of ${number(budget.arena)}`],
    ['  worst stack', budget.worstStack, budget.stackReserve, 'through the call graph, an interrupt on top'],
  ];
  return [
    `${basename(elf)}${' '.repeat(15 - Math.min(15, basename(elf).length))}   bytes  budget`,
    ...rows.map(([what, bytes, most, note]) => {
      const over = most !== null && bytes > most ? '  OVER' : '';
      return `${what.padEnd(15)}${number(bytes).padStart(8)}${(most === null ? '' : number(most)).padStart(8)}  ${note}${over}`;
    }),
  ].join('\n');
}

const number = (value: number): string => value.toLocaleString('en');
