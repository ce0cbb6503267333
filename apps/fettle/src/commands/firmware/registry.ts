import type { CliCommand } from '../../cli/command';
import { buildCommand } from './build.command';
import { runFirmwareCommand } from './run.command';

/** Every verb of `fettle firmware`; a new one is a file beside this and a row here. */
export const FIRMWARE_SUBCOMMANDS: readonly CliCommand[] = [buildCommand, runFirmwareCommand];
