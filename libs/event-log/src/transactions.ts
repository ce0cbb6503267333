import type { Pool } from 'pg';
import type { InTransaction } from './claimed-partition';

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
