import { AppError } from '@fettle/kernel';
import type { Pool } from 'pg';
import type { QuotaLimits } from './tenant-quotas';

/** Reads a tenant's quota from its row; a tenant that is gone may send nothing. Throws `DATABASE.UNAVAILABLE` (retryable). */
export function quotasFrom(pool: Pool): (tenantId: string) => Promise<QuotaLimits> {
  return async (tenantId) => {
    const { rows } = await pool
      .query<{ messages: number; readings: number }>(
        'SELECT messages_per_second AS messages, readings_per_second AS readings FROM tenants WHERE id = $1',
        [tenantId],
      )
      .catch((cause: unknown) => {
        throw new AppError('DATABASE.UNAVAILABLE', 'the quota cannot be looked up', {
          cause,
          retryable: true,
        });
      });
    return { messagesPerSecond: rows[0]?.messages ?? 0, readingsPerSecond: rows[0]?.readings ?? 0 };
  };
}
