import { DOMAIN_PACKS } from '@fettle/domains';
import { systemClock } from '@fettle/kernel';
import {
  createTenant,
  createUser,
  inTransaction,
  makeSecret,
  seedDefaultRules,
  slugOf,
} from '@fettle/persistence';
import { loadConfig } from '@fettle/platform';
import type { CliCommand } from '../cli/command';
import { withInstallation } from '../installation/with-installation';

interface CreateOptions {
  readonly json?: boolean;
  readonly email?: string;
}

/** `fettle tenant create NAME`: a tenant, its owner and the default rules of every domain. */
export const tenantCommand: CliCommand = {
  register(program, run) {
    program
      .command('tenant')
      .description('tenants')
      .command('create <name>')
      .description('make a tenant and its owner; prints the password once')
      .option('--email <address>', "the owner's address (default owner@SLUG.example)")
      .option('--json', 'print the result as one JSON object')
      .addHelpText('after', '\nExample:\n  fettle tenant create "North Yard" --email owner@north.example')
      .action((name: string, options: CreateOptions) =>
        run(options, async ({ env, result }) => {
          const email = options.email ?? `owner@${slugOf(name)}.example`;
          const password = makeSecret();
          const id = await withInstallation(loadConfig(env), ({ parts }) =>
            inTransaction(parts.database.pipeline, async (client) => {
              const nowMs = systemClock.nowMs();
              const tenantId = await createTenant(client, { name }, nowMs);
              await createUser(client, { tenantId, email, name: 'Owner', role: 'owner', password }, nowMs);
              await seedDefaultRules(client, tenantId, DOMAIN_PACKS, nowMs);
              return tenantId;
            }),
          );
          const tenant = { id, name, owner: { email, password, role: 'owner' } };
          result(tenant, `tenant ${name} (${id})\nowner  ${email}\npassword, shown once: ${password}`);
        }),
      );
  },
};
