import { Pool, type PoolClient } from 'pg';

/** One connection string for each role; see docs/decisions/0002-database-roles.md. */
export interface DatabaseUrls {
  /** Owns the tables; migrations only. */
  readonly owner: string;
  /** Sees every tenant; ingest, stream, forecast and alerting only. */
  readonly pipeline: string;
  /** Sees the tenant that the transaction names, and nothing when it names none. */
  readonly api: string;
  /** Reads users and keeps sessions, before a tenant is known. */
  readonly identity: string;
}

/**
 * Every partition of every group may be in a transaction at once (40 in one process) and ask for something beside it:
 * with fewer connections than that they would wait for one another.
 */
const PIPELINE_CONNECTIONS = 64;

/** The pools of one process, a role each. A pool opens no connection before it is first used. */
export class Database {
  readonly pipeline: Pool;
  readonly api: Pool;
  readonly identity: Pool;

  constructor(readonly urls: DatabaseUrls) {
    this.pipeline = openPool(urls.pipeline, PIPELINE_CONNECTIONS);
    this.api = openPool(urls.api, 10);
    this.identity = openPool(urls.identity, 3);
  }

  /** Resolves when all connections are closed; queries under way finish first. */
  async close(): Promise<void> {
    await Promise.all([this.pipeline.end(), this.api.end(), this.identity.end()]);
  }
}

function openPool(connectionString: string, max: number): Pool {
  const pool = new Pool({
    connectionString,
    max,
    idleTimeoutMillis: 30_000,
    connectionTimeoutMillis: 15_000,
  });
  // An idle connection that breaks is replaced at the next checkout; without a listener it would end the process.
  pool.on('error', () => undefined);
  // Nor may one that breaks in mid-transaction: the query under way rejects, and that is where it is handled.
  pool.on('connect', (client) => client.on('error', () => undefined));
  return pool;
}

/** Runs `work` between BEGIN and COMMIT; rolls back and rethrows when it throws. */
export async function inTransaction<T>(pool: Pool, work: (client: PoolClient) => Promise<T>): Promise<T> {
  return transact(pool, 'BEGIN', work);
}

/**
 * Like {@link inTransaction}, with row-level security open for this tenant and for this transaction alone.
 * The tenant must come from a verified credential.
 */
export async function asTenant<T>(
  pool: Pool,
  tenantId: string,
  work: (client: PoolClient) => Promise<T>,
): Promise<T> {
  // One string is one round trip; a UUID is checked here because a multi-statement string takes no parameters.
  if (!/^[0-9a-f-]{36}$/.test(tenantId)) throw new TypeError('a tenant id is a UUID');
  return transact(pool, `BEGIN; SELECT set_config('fettle.tenant_id', '${tenantId}', true)`, work);
}

async function transact<T>(pool: Pool, begin: string, work: (client: PoolClient) => Promise<T>): Promise<T> {
  const client = await pool.connect();
  let broken: Error | undefined;
  try {
    await client.query(begin);
    const result = await work(client);
    await client.query('COMMIT');
    return result;
  } catch (error) {
    await client.query('ROLLBACK').catch((rollbackError: Error) => {
      broken = rollbackError;
    });
    throw error;
  } finally {
    client.release(broken);
  }
}
