import { Command } from 'commander';
import 'reflect-metadata';
import { EXIT, letReadersLeave, runCommand } from './cli/run-command';
import { COMMANDS } from './commands/registry';

const program = new Command('fettle')
  .description('predictive maintenance: from a sensor to the crew that fixes it')
  .version('0.1.0')
  .showHelpAfterError()
  .exitOverride((error) => process.exit(error.exitCode === 0 ? EXIT.ok : EXIT.usage));

/** The one command that was asked for, or all of them where help needs to list them. */
async function main(): Promise<void> {
  letReadersLeave();
  const word = process.argv[2] ?? '';
  const asked = Object.hasOwn(COMMANDS, word) ? [COMMANDS[word]!] : Object.values(COMMANDS);
  for (const load of asked) (await load()).register(program, runCommand);
  await program.parseAsync();
}

void main();
