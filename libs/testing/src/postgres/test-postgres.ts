import { Database, prepareDatabase, startEmbeddedPostgres, type DatabaseUrls } from '@fettle/persistence';
import { chmod, mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
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
  /** Makes one more database, with the product's schema in it and no rows. */
  createDatabase(): Promise<TestDatabase>;
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
  const server = await startEmbeddedPostgres({ dir, throwAway: !(options.durable ?? false) }).catch(
    (error: unknown) => {
      watchdog.cleanNow();
      throw error;
    },
  );
  const open = new Set<Database>();
  let count = 0;
  return {
    adminUrl: server.adminUrl,
    createDatabase: async () => {
      const urls = await prepareDatabase(server.adminUrl, `test_${++count}`, server.passwords);
      const database = new Database(urls);
      open.add(database);
      const close = async (): Promise<void> => {
        if (open.delete(database)) await database.close();
      };
      return { urls, database, close };
    },
    stop: async () => {
      await Promise.all([...open].map((database) => database.close()));
      await server.stop();
      watchdog.dismiss();
      await rm(dir, { recursive: true, force: true });
    },
  };
}
