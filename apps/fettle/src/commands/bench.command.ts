import type { CliCommand } from '../cli/command';
import { BENCHES } from '../bench/registry';

/** `fettle bench NAME`: figures beside their named baseline, measured in one run. */
export const benchCommand: CliCommand = {
  register(program, run) {
    const bench = program.command('bench').description('measure, beside a named baseline in the same run');
    for (const { name, description, flags, execute } of BENCHES) {
      const command = bench
        .command(name)
        .description(description)
        .option('--json', 'print the result as one JSON object');
      for (const [flag, text, fallback] of flags) command.option(flag, text, fallback);
      command.action((options: Record<string, string> & { json?: boolean }) =>
        run(options, async (context) => {
          const { value, text } = await execute(options, context);
          context.result(value, text);
        }),
      );
    }
  },
};
