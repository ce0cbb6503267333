import { randomBytes, scrypt, createHash, timingSafeEqual } from 'node:crypto';

const COST = { N: 1 << 15, r: 8, p: 1, maxmem: 64 << 20 };
const KEY_BYTES = 32;

function derive(password: string, salt: Buffer): Promise<Buffer> {
  return new Promise((done, failed) =>
    scrypt(password.normalize('NFKC'), salt, KEY_BYTES, COST, (error, key) =>
      error ? failed(error) : done(key),
    ),
  );
}

/** scrypt (RFC 7914) with N 2^15, r 8, p 1 and a salt of its own: `scrypt$salt$key`, base64url. */
export async function hashPassword(password: string): Promise<string> {
  const salt = randomBytes(16);
  const key = await derive(password, salt);
  return `scrypt$${salt.toString('base64url')}$${key.toString('base64url')}`;
}

/** True when the password is the one hashed. Takes as long for a hash that is not ours. */
export async function verifyPassword(password: string, hash: string): Promise<boolean> {
  const [scheme, salt = '', key = ''] = hash.split('$');
  const expected = Buffer.from(key, 'base64url');
  const actual = await derive(password, Buffer.from(salt, 'base64url'));
  return scheme === 'scrypt' && expected.length === KEY_BYTES && timingSafeEqual(actual, expected);
}

/**
 * Digest of a secret that a machine made: 256 random bits need a salt against nothing but comparison between rows,
 * and no slow hash (OWASP: slow hashes are for what people choose).
 */
export function hashSecret(secret: string, salt: Buffer): Buffer {
  return createHash('sha256').update(salt).update(secret).digest();
}

/** Digest of a bearer token, looked up by equality; the token itself has 256 random bits. */
export function hashToken(token: string): Buffer {
  return createHash('sha256').update(token).digest();
}

/** 256 random bits, base64url. */
export function makeSecret(): string {
  return randomBytes(32).toString('base64url');
}
