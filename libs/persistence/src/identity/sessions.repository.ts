import type { Role } from '@fettle/contracts';
import type { Pool, PoolClient } from 'pg';
import { hashToken, makeSecret } from '../secrets';

/** The identity role's pool or a transaction on it: these questions come before a tenant is known. */
type Identity = Pool | PoolClient;

/** Whose password is to be checked. */
export interface Account {
  readonly userId: string;
  readonly tenantId: string;
  readonly passwordHash: string;
}

/** Who is signed in, where, and until when. The role is the user's present one. */
export interface SignedIn {
  readonly userId: string;
  readonly email: string;
  readonly name: string;
  readonly role: Role;
  readonly tenantId: string;
  readonly tenantName: string;
  readonly tenantSlug: string;
  readonly demo: boolean;
  readonly expiresAt: Date;
}

/** Null when nobody has that address; addresses are compared in lower case. */
export async function findAccount(identity: Identity, email: string): Promise<Account | null> {
  const { rows } = await identity.query<{ id: string; tenant_id: string; password_hash: string }>(
    'SELECT id, tenant_id, password_hash FROM users WHERE email = lower($1)',
    [email],
  );
  const row = rows[0];
  return row ? { userId: row.id, tenantId: row.tenant_id, passwordHash: row.password_hash } : null;
}

/** Opens a session and returns its bearer token, which is kept nowhere: the database has its digest. */
export async function openSession(
  identity: Identity,
  who: { readonly userId: string; readonly tenantId: string },
  expiresAt: Date,
): Promise<string> {
  const token = makeSecret();
  await identity.query(
    'INSERT INTO sessions (token_hash, tenant_id, user_id, expires_at) VALUES ($1, $2, $3, $4)',
    [hashToken(token), who.tenantId, who.userId, expiresAt],
  );
  return token;
}

/** Null for a token that is unknown, expired or signed out. */
export async function findSession(
  identity: Identity,
  tokenHash: Buffer,
  nowMs: number,
): Promise<SignedIn | null> {
  const { rows } = await identity.query<SignedIn>(
    `SELECT u.id AS "userId", u.email, u.name, u.role, t.id AS "tenantId", t.name AS "tenantName", t.slug AS "tenantSlug",
       t.demo, s.expires_at AS "expiresAt"
     FROM sessions s JOIN users u ON u.id = s.user_id JOIN tenants t ON t.id = u.tenant_id
     WHERE s.token_hash = $1 AND s.expires_at > $2`,
    [tokenHash, new Date(nowMs)],
  );
  return rows[0] ?? null;
}

/** Of these sessions, the digests (base64) of those that still hold. */
export async function liveSessions(
  identity: Identity,
  tokenHashes: readonly Buffer[],
  nowMs: number,
): Promise<Set<string>> {
  const { rows } = await identity.query<{ token_hash: Buffer }>(
    'SELECT token_hash FROM sessions WHERE token_hash = ANY($1) AND expires_at > $2',
    [tokenHashes, new Date(nowMs)],
  );
  return new Set(rows.map((row) => row.token_hash.toString('base64')));
}

/** Ends the session; without effect when it has ended already. */
export async function closeSession(identity: Identity, tokenHash: Buffer): Promise<void> {
  await identity.query('DELETE FROM sessions WHERE token_hash = $1', [tokenHash]);
}

/** Forgets sessions and links that have expired. Returns how many sessions. */
export async function dropExpiredSessions(identity: Identity, nowMs: number): Promise<number> {
  const now = new Date(nowMs);
  await identity.query('DELETE FROM sign_in_links WHERE expires_at <= $1', [now]);
  await identity.query('DELETE FROM setup_links WHERE expires_at <= $1', [now]);
  const dropped = await identity.query('DELETE FROM sessions WHERE expires_at <= $1', [now]);
  return dropped.rowCount ?? 0;
}
