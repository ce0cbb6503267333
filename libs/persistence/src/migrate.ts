import { AppError } from '@fettle/kernel';
import { Client } from 'pg';
import { DataSource } from 'typeorm';
import type { DatabaseUrls } from './database';
import { MIGRATIONS } from './migrations';

const ROLES = ['owner', 'pipeline', 'api', 'identity', 'broker'] as const;
type DatabaseRole = (typeof ROLES)[number];
/** A password for each role; made by the installation, never by default. */
export type RolePasswords = Readonly<Record<DatabaseRole, string>>;

const BYPASSING: ReadonlySet<DatabaseRole> = new Set(['pipeline', 'identity', 'broker']);

/**
 * Brings a database to the current schema. Safe to run from several processes at once (an advisory lock makes them
 * queue) and again at every start. Throws `DATABASE.MIGRATION_FAILED`; a failed migration leaves nothing behind.
 */
export async function migrate(ownerUrl: string): Promise<void> {
  const lock = new Client({ connectionString: ownerUrl });
  await lock.connect();
  const source = new DataSource({
    type: 'postgres',
    url: ownerUrl,
    migrations: [...MIGRATIONS],
    logging: false,
  });
  try {
    await lock.query("SELECT pg_advisory_lock(hashtext('fettle.migrations'))");
    await source.initialize();
    await source.runMigrations({ transaction: 'each' });
  } catch (error) {
    throw new AppError(
      'DATABASE.MIGRATION_FAILED',
      `the schema could not be brought up to date: ${String(error)}`,
      {
        cause: error,
      },
    );
  } finally {
    if (source.isInitialized) await source.destroy();
    await lock.end();
  }
}

/**
 * Makes the database and its four roles where they are missing, sets the roles' passwords, migrates.
 * `adminUrl` is a superuser's (embedded) or that of a role with CREATEDB, CREATEROLE and BYPASSRLS.
 */
export async function prepareDatabase(
  adminUrl: string,
  database: string,
  passwords: RolePasswords,
): Promise<DatabaseUrls> {
  const admin = new Client({ connectionString: adminUrl });
  await admin.connect();
  try {
    await admin.query("SELECT pg_advisory_lock(hashtext('fettle.prepare'))");
    for (const role of ROLES) await ensureRole(admin, role, passwords[role]);
    const found = await admin.query('SELECT 1 FROM pg_database WHERE datname = $1', [database]);
    if (found.rowCount === 0) {
      await admin.query(
        `CREATE DATABASE ${admin.escapeIdentifier(database)} OWNER fettle_owner ENCODING 'UTF8' TEMPLATE template0`,
      );
    }
  } finally {
    await admin.end();
  }
  const urls = roleUrls(adminUrl, database, passwords);
  await migrate(urls.owner);
  return urls;
}

async function ensureRole(admin: Client, role: DatabaseRole, password: string): Promise<void> {
  const name = `fettle_${role}`;
  const options = `LOGIN NOSUPERUSER NOCREATEDB NOCREATEROLE ${BYPASSING.has(role) ? 'BYPASSRLS' : 'NOBYPASSRLS'}`;
  const exists = await admin.query('SELECT 1 FROM pg_roles WHERE rolname = $1', [name]);
  const verb = exists.rowCount === 0 ? 'CREATE' : 'ALTER';
  await admin.query(`${verb} ROLE ${name} ${options} PASSWORD ${admin.escapeLiteral(password)}`);
}

/** The address of each role in a database, from any address of its server. */
export function databaseUrls(serverUrl: string, passwords: RolePasswords): DatabaseUrls {
  const database = new URL(serverUrl).pathname.slice(1) || 'fettle';
  return roleUrls(serverUrl, database, passwords);
}

function roleUrls(adminUrl: string, database: string, passwords: RolePasswords): DatabaseUrls {
  const urlOf = (role: DatabaseRole): string => {
    const url = new URL(adminUrl);
    url.username = `fettle_${role}`;
    url.password = passwords[role];
    url.pathname = `/${database}`;
    return url.toString();
  };
  return {
    owner: urlOf('owner'),
    pipeline: urlOf('pipeline'),
    api: urlOf('api'),
    identity: urlOf('identity'),
  };
}
