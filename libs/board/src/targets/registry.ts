import { AppError } from '@fettle/kernel';
import { BoardTarget } from './board-target';
import { cortexM3 } from './cortex-m3/cortex-m3.target';
import { cortexM33 } from './cortex-m33/cortex-m33.target';
import { cortexM4 } from './cortex-m4/cortex-m4.target';
import { cortexM7 } from './cortex-m7/cortex-m7.target';
import { host } from './host/host.target';
import { riscv } from './riscv/riscv.target';

/** Every target; a new one is a folder here and a row. */
export const BOARD_TARGETS: readonly BoardTarget[] = [cortexM4, cortexM3, cortexM7, cortexM33, host, riscv];

/** The target of this name; `BOARD.UNKNOWN_TARGET` lists those there are. */
export function boardTarget(name: string): BoardTarget {
  const target = BOARD_TARGETS.find((row) => row.name === name);
  if (target !== undefined) return target;
  const names = BOARD_TARGETS.map((row) => row.name).join(', ');
  throw new AppError('BOARD.UNKNOWN_TARGET', `no target ${name}; there are ${names}`);
}
