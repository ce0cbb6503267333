import type { CliCommand } from '../../cli/command';
import { FIRMWARE_SUBCOMMANDS } from './registry';

/** `fettle firmware …`: a device model as the program of a microcontroller, built and run. */
export const firmwareCommand: CliCommand = {
  register(program, run) {
    const group = program
      .command('firmware')
      .description('the device: build its firmware with a model, and run it on emulated microcontrollers');
    for (const { register } of FIRMWARE_SUBCOMMANDS) register(group, run);
  },
};
