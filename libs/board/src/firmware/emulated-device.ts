import { existsSync } from 'node:fs';
import { mkdir, truncate, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { AppError } from '@fettle/kernel';
import { type RunningBoard, startBoard } from '../emulator/start-board';
import { cortexM4 } from '../targets/cortex-m4/cortex-m4.target';
import { type Provisioning, provisioningBlock } from './provisioning';

/** Of mps2-an386: its PSRAM, which stands for data flash. */
const DATA_FLASH = { address: 0x2100_0000, bytes: 16 * 2 ** 20 } as const;

export interface EmulatedDeviceParts {
  /** The firmware, built for mps2-an386. */
  readonly elf: string;
  /** Where its flash is kept; made where missing. One that a device has been in before is that device again. */
  readonly folder: string;
  /** Who it is; absent: its flash holds that from before. */
  readonly provisioning?: Provisioning;
  /** The MQTT server that its first UART is a byte pipe to. */
  readonly net: { readonly host: string; readonly port: number };
  /** On loopback: the feed of its second UART. Absent: nothing is there. */
  readonly feedPort?: number;
}

/** A microcontroller with the firmware in an emulator, its flash in a file: it can lose power at any moment and be switched on again. */
export class EmulatedDevice {
  /** What the emulator had to say; empty unless something is wrong. */
  complaints = '';
  private board: RunningBoard | undefined;

  constructor(private readonly parts: EmulatedDeviceParts) {}

  /** Starts it, as power would. `BOARD.TOOL_MISSING` without QEMU, `BOARD.ALREADY_ON` for one that runs. */
  async switchOn(): Promise<void> {
    if (this.board !== undefined) throw new AppError('BOARD.ALREADY_ON', 'the board is switched on already');
    const { elf, folder, provisioning, net, feedPort } = this.parts;
    const [flash, block] = [join(folder, 'flash.bin'), join(folder, 'provisioning.bin')];
    await mkdir(folder, { recursive: true });
    if (provisioning !== undefined) await writeFile(block, provisioningBlock(provisioning), { mode: 0o600 });
    if (!existsSync(flash)) await writeFile(flash, '', { mode: 0o600 });
    await truncate(flash, DATA_FLASH.bytes);
    const board = startBoard({
      target: cortexM4,
      elf,
      serial: [
        { kind: 'tcp', ...net },
        feedPort === undefined ? { kind: 'none' } : { kind: 'tcp', host: '127.0.0.1', port: feedPort },
      ],
      parameters: [
        ...['-machine', 'memory-backend=psram'],
        ...['-object', `memory-backend-file,id=psram,size=${DATA_FLASH.bytes},mem-path=${flash},share=on`],
        ...(provisioning === undefined
          ? []
          : ['-device', `loader,file=${block},addr=${DATA_FLASH.address},force-raw=on`]),
      ],
    });
    this.board = board;
    void board.ended.then(({ complaints }) => {
      this.complaints += complaints;
      if (this.board === board) this.board = undefined;
    });
  }

  /** Whether its emulator runs. */
  get isOn(): boolean {
    return this.board !== undefined;
  }

  /** As the power would: without a word. Resolves when it is gone. */
  async cutPower(): Promise<void> {
    await this.board?.stop();
    this.board = undefined;
  }
}
