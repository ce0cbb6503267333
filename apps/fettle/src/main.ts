import { Command } from 'commander';
import 'reflect-metadata';
import { EXIT, runCommand } from './cli/run-command';
import { COMMANDS } from './commands/registry';

const program = new Command('fettle')
  .description('predictive maintenance: from a sensor to the crew that fixes it')
  .version('0.1.0')
  .showHelpAfterError()
  .exitOverride((error) => process.exit(error.exitCode === 0 ? EXIT.ok : EXIT.usage));

for (const command of COMMANDS) command.register(program, runCommand);

void program.parseAsync();
