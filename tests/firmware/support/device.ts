import { type ChildProcess, spawn } from 'node:child_process';
import { existsSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { FirmwareBoard } from './build';
import { type Provisioning, provisioningBlock } from './provisioning';

const PSRAM_BYTES = 16 * 2 ** 20;
const DATA_FLASH = 0x2100_0000;

export interface DeviceParts {
  readonly board: FirmwareBoard;
  readonly program: string;
  /** Where its flash is kept. */
  readonly folder: string;
  readonly provisioning: Provisioning;
  readonly netPort: number;
  readonly feedPort: number;
}

/** A device with its flash in a file: it can lose power at any moment and be switched on again. */
export class Device {
  /** What the emulator or the sanitizers had to say; empty unless something is wrong. */
  complaints = '';
  private child: ChildProcess | undefined;

  constructor(private readonly parts: DeviceParts) {}

  switchOn(): void {
    const block = join(this.parts.folder, 'provisioning.bin');
    const flash = join(this.parts.folder, 'flash.bin');
    writeFileSync(block, provisioningBlock(this.parts.provisioning));
    if (!existsSync(flash)) writeFileSync(flash, new Uint8Array(PSRAM_BYTES));
    this.child = this.parts.board === 'host' ? this.hosted(flash) : this.emulated(flash, block);
    this.child.stderr!.on('data', (chunk: Buffer) => (this.complaints += chunk.toString()));
  }

  /** As the power would: without a word. Resolves when it is gone. */
  async cutPower(): Promise<void> {
    const child = this.child!;
    if (child.exitCode !== null || child.signalCode !== null) return;
    await new Promise((resolve) => {
      child.once('close', resolve);
      child.kill('SIGKILL');
    });
  }

  private hosted(flash: string): ChildProcess {
    const bytes = Buffer.alloc(0x80000);
    if (!existsSync(`${flash}.host`)) {
      provisioningBlock(this.parts.provisioning).copy(bytes);
      writeFileSync(`${flash}.host`, bytes);
    }
    const env = {
      FETTLE_FLASH: `${flash}.host`,
      FETTLE_NET_PORT: String(this.parts.netPort),
      FETTLE_FEED_PORT: String(this.parts.feedPort),
    };
    return spawn(this.parts.program, [], { env, stdio: ['ignore', 'ignore', 'pipe'] });
  }

  private emulated(flash: string, block: string): ChildProcess {
    const pipe = (id: string, port: number): string[] => [
      ...['-chardev', `socket,id=${id},host=127.0.0.1,port=${port},nodelay=on,reconnect=1`],
      ...['-serial', `chardev:${id}`],
    ];
    const parameters = [
      ...['-M', 'mps2-an386,memory-backend=psram', '-kernel', this.parts.program],
      ...['-object', `memory-backend-file,id=psram,size=16M,mem-path=${flash},share=on`],
      ...['-device', `loader,file=${block},addr=${DATA_FLASH},force-raw=on`],
      ...['-display', 'none', '-monitor', 'none', ...pipe('net', this.parts.netPort)],
      ...pipe('feed', this.parts.feedPort),
    ];
    return spawn('qemu-system-arm', parameters, { stdio: ['ignore', 'ignore', 'pipe'] });
  }
}
