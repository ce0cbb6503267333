import { AppError } from '@fettle/kernel';
import type { Role } from '@fettle/contracts';
import type { PoolClient } from 'pg';

/** A person of the tenant. */
export interface StoredUser {
  readonly id: string;
  readonly email: string;
  readonly name: string;
  readonly role: Role;
  readonly createdAt: Date;
}

export interface StoredTenant {
  readonly id: string;
  readonly name: string;
  readonly slug: string;
  readonly demo: boolean;
  readonly createdAt: Date;
  readonly retentionDays: number;
  readonly readingsPerSecond: number;
  readonly messagesPerSecond: number;
  readonly maxDevices: number;
  readonly sites: number;
  readonly assets: number;
  readonly devices: number;
}

const USER = 'id, email, name, role, created_at AS "createdAt"';

/** People of the tenant by name, after `after` in that order; at most `limit`. */
export async function listUsers(
  client: PoolClient,
  tenantId: string,
  page: {
    readonly limit: number;
    readonly after?: { readonly name: string; readonly id: string } | undefined;
  },
): Promise<StoredUser[]> {
  const { rows } = await client.query<StoredUser>(
    `SELECT ${USER} FROM users WHERE tenant_id = $1 AND ($2::text IS NULL OR (name, id) > ($2, $3::uuid))
     ORDER BY name, id LIMIT $4`,
    [tenantId, page.after?.name ?? null, page.after?.id ?? null, page.limit],
  );
  return rows;
}

/** Null when the tenant has no such person. */
export async function findUser(client: PoolClient, tenantId: string, id: string): Promise<StoredUser | null> {
  const { rows } = await client.query<StoredUser>(
    `SELECT ${USER} FROM users WHERE tenant_id = $1 AND id = $2`,
    [tenantId, id],
  );
  return rows[0] ?? null;
}

/** Throws `USER.NOT_FOUND`, and `USER.LAST_OWNER` when nobody would own the tenant any more. */
export async function updateUser(
  client: PoolClient,
  tenantId: string,
  id: string,
  change: { readonly name?: string | undefined; readonly role?: Role | undefined },
): Promise<StoredUser> {
  await lockOwners(client, tenantId);
  const { rows } = await client.query<StoredUser>(
    `UPDATE users SET name = coalesce($3, name), role = coalesce($4, role) WHERE tenant_id = $1 AND id = $2 RETURNING ${USER}`,
    [tenantId, id, change.name ?? null, change.role ?? null],
  );
  if (!rows[0]) throw new AppError('USER.NOT_FOUND', 'no such person');
  await keepAnOwner(client, tenantId);
  return rows[0];
}

/** Deletes the person and ends their sessions. Throws `USER.NOT_FOUND` and `USER.LAST_OWNER`. */
export async function deleteUser(client: PoolClient, tenantId: string, id: string): Promise<void> {
  await lockOwners(client, tenantId);
  const gone = await client.query('DELETE FROM users WHERE tenant_id = $1 AND id = $2', [tenantId, id]);
  if (gone.rowCount === 0) throw new AppError('USER.NOT_FOUND', 'no such person');
  await keepAnOwner(client, tenantId);
}

/** Two owners who demote each other at once take turns, so that the second is refused. */
async function lockOwners(client: PoolClient, tenantId: string): Promise<void> {
  await client.query("SELECT 1 FROM users WHERE tenant_id = $1 AND role = 'owner' ORDER BY id FOR UPDATE", [
    tenantId,
  ]);
}

async function keepAnOwner(client: PoolClient, tenantId: string): Promise<void> {
  const { rows } = await client.query("SELECT 1 FROM users WHERE tenant_id = $1 AND role = 'owner' LIMIT 1", [
    tenantId,
  ]);
  if (rows.length === 0) throw new AppError('USER.LAST_OWNER', 'a tenant keeps at least one owner');
}

/** The tenant with its quotas and how much it has. */
export async function describeTenant(client: PoolClient, tenantId: string): Promise<StoredTenant | null> {
  const { rows } = await client.query<StoredTenant>(
    `SELECT id, name, slug, demo, created_at AS "createdAt", retention_days AS "retentionDays",
       readings_per_second AS "readingsPerSecond", messages_per_second AS "messagesPerSecond", max_devices AS "maxDevices",
       (SELECT count(*) FROM sites WHERE tenant_id = $1)::int AS sites,
       (SELECT count(*) FROM assets WHERE tenant_id = $1)::int AS assets,
       (SELECT count(*) FROM devices WHERE tenant_id = $1)::int AS devices
     FROM tenants WHERE id = $1`,
    [tenantId],
  );
  return rows[0] ?? null;
}
