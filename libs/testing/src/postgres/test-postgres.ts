import {
  Database,
  prepareDatabase,
  startEmbeddedPostgres,
  type DatabaseUrls,
  type RolePasswords,
} from '@fettle/persistence';
import { chmod, mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { startWatchdog } from '../watchdog';

/** A database of its own, migrated, with a pool for each role. */
export interface TestDatabase {
  readonly urls: DatabaseUrls;
  readonly database: Database;
  close(): Promise<void>;
}

/** A PostgreSQL of its own, for one spec file. */
export interface TestPostgres {
  /** Superuser's address of the maintenance database. */
  readonly adminUrl: string;
  /** Of the product's roles, the same in every database of the server. */
  readonly passwords: RolePasswords;
  /** Makes one more database, with the product's schema in it and no rows. */
  createDatabase(): Promise<TestDatabase>;
  /** kill -9 of the server. */
  kill(): Promise<void>;
  /** Starts it again on the same port and data; resolves when it answers. */
  restart(): Promise<void>;
  /** Closes the databases made here, stops the server, removes its folder. */
  stop(): Promise<void>;
}

/** How a test database cluster differs from the default. */
export interface TestPostgresOptions {
  /** True for benchmarks: commits wait for the disk. Default false: they survive the server's death, not the machine's. */
  readonly durable?: boolean;
}

/**
 * Starts a real PostgreSQL in a temporary folder on a free port. `stop` ends it and removes the folder; a watchdog
 * does so when the test process was killed.
 */
export async function startTestPostgres(options: TestPostgresOptions = {}): Promise<TestPostgres> {
  const dir = await mkdtemp(join(tmpdir(), 'fettle-test-postgres-'));
  // The server runs as a user of its own and must get through; the passwords in it stay closed.
  await chmod(dir, 0o755);
  const watchdog = startWatchdog(dir, 'data/postmaster.pid');
  const throwAway = !(options.durable ?? false);
  let server = await startEmbeddedPostgres({ dir, throwAway }).catch((error: unknown) => {
    watchdog.cleanNow();
    throw error;
  });
  const port = Number(new URL(server.adminUrl).port);
  const open = new Set<Database>();
  let count = 0;
  return {
    adminUrl: server.adminUrl,
    passwords: server.passwords,
    createDatabase: async () => {
      const urls = await prepareDatabase(server.adminUrl, `test_${++count}`, server.passwords);
      const database = new Database(urls);
      open.add(database);
      const close = async (): Promise<void> => {
        if (open.delete(database)) await database.close();
      };
      return { urls, database, close };
    },
    kill: () => killServer(server.dataDir),
    restart: async () => {
      server = await startEmbeddedPostgres({ dir, throwAway, port });
    },
    stop: async () => {
      await Promise.all([...open].map((database) => database.close()));
      await server.stop();
      watchdog.dismiss();
      await rm(dir, { recursive: true, force: true });
    },
  };
}

/** Resolves when its workers have ended too: a new server refuses the folder while they live. */
async function killServer(dataDir: string): Promise<void> {
  const pid = (await readFile(join(dataDir, 'postmaster.pid'), 'utf8')).split('\n')[0]!;
  const children = await readFile(`/proc/${pid}/task/${pid}/children`, 'utf8').catch(() => '');
  process.kill(Number(pid), 'SIGKILL');
  const family = [pid, ...children.split(' ').filter(Boolean)].map(Number);
  while (family.some(isAlive)) await sleep(20);
}

function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch {
    return false;
  }
}
