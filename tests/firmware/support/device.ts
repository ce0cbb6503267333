import { type ChildProcess, spawn } from 'node:child_process';
import { existsSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { EmulatedDevice, type FirmwareBoardName, type Provisioning, provisioningBlock } from '@fettle/board';

const HOST_FLASH_BYTES = 0x80000;

export interface DeviceParts {
  readonly board: FirmwareBoardName;
  readonly program: string;
  /** Where its flash is kept. */
  readonly folder: string;
  readonly provisioning: Provisioning;
  readonly netPort: number;
  readonly feedPort: number;
}

/** A device with its flash in a file: it can lose power at any moment and be switched on again. */
export interface Device {
  /** What the emulator or the sanitizers had to say; empty unless something is wrong. */
  readonly complaints: string;
  switchOn(): Promise<void>;
  /** As the power would: without a word. Resolves when it is gone. */
  cutPower(): Promise<void>;
}

/** The device of a board: in the emulator, or a process of this machine. */
export function deviceOf(parts: DeviceParts): Device {
  if (parts.board === 'host') return new HostedDevice(parts);
  const { program: elf, netPort, ...rest } = parts;
  return new EmulatedDevice({ ...rest, elf, net: { host: '127.0.0.1', port: netPort } });
}

class HostedDevice implements Device {
  complaints = '';
  private child: ChildProcess | undefined;

  constructor(private readonly parts: DeviceParts) {}

  async switchOn(): Promise<void> {
    const { folder, provisioning, netPort, feedPort, program } = this.parts;
    const flash = join(folder, 'flash.host.bin');
    if (!existsSync(flash)) {
      const bytes = Buffer.alloc(HOST_FLASH_BYTES);
      provisioningBlock(provisioning).copy(bytes);
      writeFileSync(flash, bytes);
    }
    const env = {
      FETTLE_FLASH: flash,
      FETTLE_NET_PORT: String(netPort),
      FETTLE_FEED_PORT: String(feedPort),
    };
    this.child = spawn(program, [], { env, stdio: ['ignore', 'ignore', 'pipe'] });
    this.child.stderr!.on('data', (chunk: Buffer) => (this.complaints += chunk.toString()));
  }

  async cutPower(): Promise<void> {
    const child = this.child!;
    if (child.exitCode !== null || child.signalCode !== null) return;
    await new Promise((resolve) => {
      child.once('close', resolve);
      child.kill('SIGKILL');
    });
  }
}
