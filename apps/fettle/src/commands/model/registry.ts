import { compileCommand } from './compile.command';
import { compressCommand } from './compress.command';
import { keysCommand } from './keys.command';
import type { ModelSubcommand } from './model-subcommand';
import { packageCommand } from './package.command';
import { reportCommand } from './report.command';
import { runModelCommand } from './run.command';
import { trainCommand } from './train.command';

/** Every verb of `fettle model`, in the order of work; a new one is a file beside this and a row here. */
export const MODEL_SUBCOMMANDS: readonly ModelSubcommand[] = [
  trainCommand,
  compressCommand,
  compileCommand,
  runModelCommand,
  reportCommand,
  keysCommand,
  packageCommand,
];
