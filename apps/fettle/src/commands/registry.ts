import type { CliCommand } from '../cli/command';

/**
 * Every command by its first word; a new one is a file beside this and a row here. Loaded when asked for: what a command
 * needs, services among it, costs seconds that the others need not wait.
 */
export const COMMANDS: Readonly<Record<string, () => Promise<CliCommand>>> = {
  start: async () => (await import('./start.command')).startCommand,
  status: async () => (await import('./status.command')).statusCommand,
  tenant: async () => (await import('./tenant.command')).tenantCommand,
  device: async () => (await import('./device.command')).deviceCommand,
  replay: async () => (await import('./replay.command')).replayCommand,
  simulate: async () => (await import('./simulate.command')).simulateCommand,
  model: async () => (await import('./model/model.command')).modelCommand,
  bench: async () => (await import('./bench.command')).benchCommand,
  migrate: async () => (await import('./migrate.command')).migrateCommand,
};
