import type { Pool } from 'pg';
import type { InTransaction } from './claimed-partition';

/**
 * A connection that breaks between two statements of a transaction emits an error that nobody awaits, which would end the
 * process; the next statement on it rejects anyway.
 */
export function surviveBrokenConnections(pool: Pool): void {
  pool.on('connect', (client) => client.on('error', () => undefined));
}

/** Transactions on a pool. A connection on which even ROLLBACK fails is thrown away, not given back. */
export function transactionsOn(pool: Pool): InTransaction {
  return async (work) => {
    const client = await pool.connect();
    let broken: Error | undefined;
    try {
      await client.query('BEGIN');
      await work(client);
      await client.query('COMMIT');
    } catch (error) {
      await client.query('ROLLBACK').catch((reason: Error) => (broken = reason));
      throw error;
    } finally {
      client.release(broken);
    }
  };
}
