import { AppError, systemClock } from '@fettle/kernel';
import {
  type DatabaseUrls,
  prepareDatabase,
  type RolePasswords,
  startEmbeddedPostgres,
} from '@fettle/persistence';
import { type FettleConfig, openParts, type OpenParts } from '@fettle/platform';
import { randomBytes } from 'node:crypto';
import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { isHeldByAnother } from './home-lock';

/** A database that is ready, and the parts that services share on it. */
export interface Installation {
  readonly parts: OpenParts;
  /** How the database was found, for the person who waits. */
  readonly databaseNote: string;
  /** Closes the parts; stops an embedded database. */
  close(): Promise<void>;
}

/** Opens the installation that the configuration describes: embedded parts, or those that FETTLE_* variables name. */
export async function openInstallation(config: FettleConfig): Promise<Installation> {
  mkdirSync(config.home, { recursive: true });
  const database =
    config.databaseUrl === null ? await embedded(config) : await outside(config, config.databaseUrl);
  const parts = openParts(config, systemClock, database.urls);
  return {
    parts,
    databaseNote: database.note,
    close: async () => {
      await parts.close();
      await database.stop();
    },
  };
}

interface PreparedDatabase {
  readonly urls: DatabaseUrls;
  readonly note: string;
  stop(): Promise<void>;
}

async function embedded(config: FettleConfig): Promise<PreparedDatabase> {
  const server = await startEmbeddedPostgres({ dir: join(config.home, 'postgres') });
  const note = server.takenOver ? 'embedded PostgreSQL, found running' : 'embedded PostgreSQL';
  // A server that another process uses must not be stopped under it; one that a killed process left is ours.
  const stop = async (): Promise<void> => {
    if (!isHeldByAnother(config.home)) await server.stop();
  };
  return { urls: server.urls, note, stop };
}

async function outside(config: FettleConfig, databaseUrl: string): Promise<PreparedDatabase> {
  const urls = await prepareOutside(config, databaseUrl);
  return { urls, note: `PostgreSQL at ${new URL(databaseUrl).host}`, stop: async () => undefined };
}

/** Makes roles, database and schema on an outside server, as its administrator. Throws `CONFIG.INVALID`. */
export async function prepareOutside(config: FettleConfig, databaseUrl: string): Promise<DatabaseUrls> {
  const admin = new URL(databaseUrl);
  const database = admin.pathname.slice(1) || 'fettle';
  admin.pathname = '/postgres';
  admin.username ||= 'postgres';
  admin.password ||= config.secrets['admin'] ?? '';
  if (admin.password === '') {
    throw new AppError(
      'CONFIG.INVALID',
      "FETTLE_DATABASE_URL or the secret file's admin must hold the administrator's password",
    );
  }
  return prepareDatabase(admin.toString(), database, rolePasswords(config));
}

const ROLES = ['owner', 'pipeline', 'api', 'identity', 'broker'] as const;

function rolePasswords(config: FettleConfig): RolePasswords {
  if (ROLES.every((role) => config.secrets[role])) return config.secrets as unknown as RolePasswords;
  const path = join(config.home, 'database-roles.json');
  if (!existsSync(path)) {
    mkdirSync(config.home, { recursive: true });
    const made = Object.fromEntries(ROLES.map((role) => [role, randomBytes(24).toString('hex')]));
    writeFileSync(path, JSON.stringify(made), { mode: 0o600, flag: 'wx' });
  }
  return JSON.parse(readFileSync(path, 'utf8')) as RolePasswords;
}
