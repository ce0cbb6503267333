import type { CliCommand } from '../cli/command';
import { deviceCommand } from './device.command';
import { migrateCommand } from './migrate.command';
import { startCommand } from './start.command';
import { tenantCommand } from './tenant.command';

/** Every command; a new one is a file beside this and a row here. */
export const COMMANDS: readonly CliCommand[] = [startCommand, tenantCommand, deviceCommand, migrateCommand];
