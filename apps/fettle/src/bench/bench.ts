import type { CommandContext } from '../cli/command';

/** One benchmark of the command line: a folder beside this file and a row in the registry. */
export interface Bench {
  readonly name: string;
  readonly description: string;
  /** Flag, what it means, its default. */
  readonly flags: readonly (readonly [string, string, string])[];
  execute(
    options: Readonly<Record<string, string>>,
    context: CommandContext,
  ): Promise<{ value: unknown; text: string }>;
}
