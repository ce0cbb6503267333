import { Inject, Injectable } from '@nestjs/common';
import { asTenant, Database } from '@fettle/persistence';
import type { PoolClient } from 'pg';
import type { CurrentSession } from '../sessions/current-session';

/** The database as one tenant sees it. The tenant comes from the verified session and from nowhere else. */
@Injectable()
export class TenantDatabase {
  constructor(@Inject(Database) private readonly database: Database) {}

  /** Runs `work` in one transaction under row-level security; rolls back when it throws. */
  run<T>(
    session: Pick<CurrentSession, 'tenantId'>,
    work: (client: PoolClient, tenantId: string) => Promise<T>,
  ): Promise<T> {
    return asTenant(this.database.api, session.tenantId, (client) => work(client, session.tenantId));
  }
}
