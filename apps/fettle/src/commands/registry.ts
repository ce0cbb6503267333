import type { CliCommand } from '../cli/command';
import { benchCommand } from './bench.command';
import { deviceCommand } from './device.command';
import { migrateCommand } from './migrate.command';
import { replayCommand } from './replay.command';
import { simulateCommand } from './simulate.command';
import { startCommand } from './start.command';
import { statusCommand } from './status.command';
import { tenantCommand } from './tenant.command';

/** Every command; a new one is a file beside this and a row here. */
export const COMMANDS: readonly CliCommand[] = [
  startCommand,
  statusCommand,
  tenantCommand,
  deviceCommand,
  replayCommand,
  simulateCommand,
  benchCommand,
  migrateCommand,
];
