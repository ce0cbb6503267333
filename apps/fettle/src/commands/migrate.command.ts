import { loadConfig } from '@fettle/platform';
import { usageError } from '../cli/run-command';
import type { CliCommand } from '../cli/command';
import { prepareOutside } from '../installation/installation';

/** `fettle migrate`: roles, database and schema of a deployment; the job that runs before its services. */
export const migrateCommand: CliCommand = {
  register(program, run) {
    program
      .command('migrate')
      .description('make or update the database of a deployment (FETTLE_DATABASE_URL, FETTLE_SECRET_FILE)')
      .option('--json', 'print the result as one JSON object')
      .action((options: { json?: boolean }) =>
        run(options, async ({ env, result }) => {
          const config = loadConfig(env);
          if (config.databaseUrl === null)
            throw usageError('FETTLE_DATABASE_URL is not set; `fettle start` prepares its own database');
          await prepareOutside(config, config.databaseUrl);
          result({ migrated: true }, 'the database is up to date');
        }),
      );
  },
};
