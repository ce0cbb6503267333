import type { CliCommand } from '../../cli/command';
import { MODEL_SUBCOMMANDS } from './registry';

/** `fettle model …`: the TinyML tool chain, from data to a running microcontroller. */
export const modelCommand: CliCommand = {
  register(program, run) {
    const group = program
      .command('model')
      .description('TinyML: train, compress, compile, run and report models for microcontrollers');
    for (const { register } of MODEL_SUBCOMMANDS) register(group, run);
  },
};
