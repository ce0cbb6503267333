import type { CliCommand } from '../cli/command';

/**
 * Every command by its first word; a new one is a file beside this and a row here. Loaded when asked for: what a command
 * needs, services among it, costs seconds that the others need not wait.
 */
export const COMMANDS: Readonly<Record<string, () => Promise<CliCommand>>> = {
  start: async () => (await import('./start.command.js')).startCommand,
  status: async () => (await import('./status.command.js')).statusCommand,
  tenant: async () => (await import('./tenant.command.js')).tenantCommand,
  device: async () => (await import('./device.command.js')).deviceCommand,
  replay: async () => (await import('./replay.command.js')).replayCommand,
  simulate: async () => (await import('./simulate.command.js')).simulateCommand,
  model: async () => (await import('./model/model.command.js')).modelCommand,
  firmware: async () => (await import('./firmware/firmware.command.js')).firmwareCommand,
  bench: async () => (await import('./bench.command.js')).benchCommand,
  migrate: async () => (await import('./migrate.command.js')).migrateCommand,
};
