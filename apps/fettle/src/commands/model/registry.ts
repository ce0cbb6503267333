import { compileCommand } from './compile.command';
import type { ModelSubcommand } from './model-subcommand';
import { runModelCommand } from './run.command';

/** Every verb of `fettle model`, in the order of work; a new one is a file beside this and a row here. */
export const MODEL_SUBCOMMANDS: readonly ModelSubcommand[] = [compileCommand, runModelCommand];
