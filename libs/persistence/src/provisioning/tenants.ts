import { AppError, uuidv7 } from '@fettle/kernel';
import type { Role } from '@fettle/contracts';
import type { PoolClient } from 'pg';
import { hashPassword } from '../secrets';

export interface NewTenant {
  readonly name: string;
  readonly demo?: boolean;
}

export interface NewUser {
  readonly tenantId: string;
  readonly email: string;
  readonly name: string;
  readonly role: Role;
  readonly password: string;
}

/** What is searched and shown in place of a name: lower case ASCII letters, digits, hyphens. */
export function slugOf(name: string): string {
  const slug = name
    .normalize('NFKD')
    .toLowerCase()
    .replaceAll(/[^a-z0-9]+/g, '-')
    .replaceAll(/^-+|-+$/g, '');
  if (slug === '') throw new AppError('TENANT.BAD_NAME', 'a tenant name has at least one letter or digit');
  return slug.slice(0, 60);
}

/** Makes a tenant and returns its id. Throws `TENANT.EXISTS`. */
export async function createTenant(client: PoolClient, tenant: NewTenant, nowMs: number): Promise<string> {
  const id = uuidv7(nowMs);
  const made = await client.query(
    'INSERT INTO tenants (id, name, slug, demo) VALUES ($1, $2, $3, $4) ON CONFLICT (slug) DO NOTHING',
    [id, tenant.name, slugOf(tenant.name), tenant.demo ?? false],
  );
  if (made.rowCount === 0) throw new AppError('TENANT.EXISTS', `there is a tenant called ${tenant.name}`);
  return id;
}

/** Makes a user and returns its id. Throws `USER.EXISTS`; e-mail addresses are unique over all tenants. */
export async function createUser(client: PoolClient, user: NewUser, nowMs: number): Promise<string> {
  const id = uuidv7(nowMs);
  const made = await client.query(
    `INSERT INTO users (id, tenant_id, email, name, role, password_hash) VALUES ($1, $2, lower($3), $4, $5, $6)
     ON CONFLICT (email) DO NOTHING`,
    [id, user.tenantId, user.email, user.name, user.role, await hashPassword(user.password)],
  );
  if (made.rowCount === 0) throw new AppError('USER.EXISTS', 'that e-mail address is taken');
  return id;
}

/** The tenant with this id, slug or name. Throws `TENANT.UNKNOWN`. */
export async function findTenant(client: PoolClient, text: string): Promise<{ id: string; name: string }> {
  const { rows } = await client.query<{ id: string; name: string }>(
    'SELECT id, name FROM tenants WHERE id::text = $1 OR slug = $1 OR name = $1',
    [text],
  );
  if (!rows[0]) throw new AppError('TENANT.UNKNOWN', `there is no tenant ${text}`);
  return rows[0];
}
