import type { Pool, PoolClient } from 'pg';
import { hashToken, makeSecret } from '../secrets';

type Identity = Pool | PoolClient;

/**
 * Makes the token of `/sign-in?link=TOKEN`, which signs this user in once before it expires. Returns null when the
 * tenant has no such user.
 */
export async function createSignInLink(
  identity: Identity,
  user: { readonly tenantId: string; readonly email: string },
  expiresAt: Date,
): Promise<string | null> {
  const token = makeSecret();
  const made = await identity.query(
    `INSERT INTO sign_in_links (token_hash, tenant_id, user_id, expires_at)
     SELECT $1, tenant_id, id, $4 FROM users WHERE tenant_id = $2 AND email = lower($3)`,
    [hashToken(token), user.tenantId, user.email, expiresAt],
  );
  return made.rowCount === 0 ? null : token;
}

/** Uses the link up and returns whom it signs in; null when it is unknown, used or expired. */
export async function redeemSignInLink(
  identity: Identity,
  token: string,
  nowMs: number,
): Promise<{ userId: string; tenantId: string } | null> {
  const { rows } = await identity.query<{ userId: string; tenantId: string }>(
    `UPDATE sign_in_links SET used_at = $2 WHERE token_hash = $1 AND used_at IS NULL AND expires_at > $2
     RETURNING user_id AS "userId", tenant_id AS "tenantId"`,
    [hashToken(token), new Date(nowMs)],
  );
  return rows[0] ?? null;
}

/** Makes the token of `/set-up?link=TOKEN`, with which the first tenant and its owner are made. */
export async function createSetupLink(identity: Identity, expiresAt: Date): Promise<string> {
  const token = makeSecret();
  await identity.query('INSERT INTO setup_links (token_hash, expires_at) VALUES ($1, $2)', [
    hashToken(token),
    expiresAt,
  ]);
  return token;
}

/** Uses the link up; false when it is unknown, used or expired. */
export async function redeemSetupLink(identity: Identity, token: string, nowMs: number): Promise<boolean> {
  const used = await identity.query(
    'UPDATE setup_links SET used_at = $2 WHERE token_hash = $1 AND used_at IS NULL AND expires_at > $2',
    [hashToken(token), new Date(nowMs)],
  );
  return used.rowCount === 1;
}

/** True while the installation has no tenant. */
export async function needsSetup(identity: Identity): Promise<boolean> {
  const { rows } = await identity.query<{ empty: boolean }>(
    'SELECT NOT EXISTS (SELECT FROM tenants) AS empty',
  );
  return rows[0]!.empty;
}
