import type { Command } from 'commander';

/** What every command gets beside its own options. */
export interface CommandContext {
  readonly env: NodeJS.ProcessEnv;
  /** A line for the person who waits; on stderr, so that stdout holds results alone. */
  readonly progress: (line: string) => void;
  /** The command's result: with `--json` one JSON object as the last line of stdout, else the given text. */
  readonly result: (value: unknown, text: string) => void;
  /** Aborted by Ctrl-C or SIGTERM. */
  readonly signal: AbortSignal;
  /** Says that Ctrl-C left the result worse than what was asked for: exit status 130, so that no script goes on with it. */
  readonly cutShort: () => void;
}

/** One command of the command line: a file of its own and a row in the registry. */
export interface CliCommand {
  /** Adds the command with its options and action to the program. */
  register(program: Command, run: CommandRunner): void;
}

/** Wraps an action so that errors become `CODE: message` on stderr and exit status 1. */
export type CommandRunner = (
  options: { json?: boolean },
  action: (context: CommandContext) => Promise<void>,
) => Promise<void>;
