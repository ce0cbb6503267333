import type { Command } from 'commander';
import type { CommandRunner } from '../../cli/command';

/** One verb of `fettle model`: a file beside this and a row in `registry.ts`. */
export interface ModelSubcommand {
  /** Adds the verb with its options and action to the group. */
  register(group: Command, run: CommandRunner): void;
}
