import { createHash, createPrivateKey, generateKeyPairSync, type KeyObject, sign } from 'node:crypto';
import { AppError } from '@fettle/kernel';
import { buildPackage, type ModelPackage, PACKAGE_ID_BYTES } from '@fettle/model-package';

/** A pair of Ed25519 keys: who holds the private one makes models that devices with the public one run. */
export interface SigningKeys {
  /** PKCS #8, PEM. */
  readonly privatePem: string;
  /** 32 bytes, as devices are given it. */
  readonly publicKey: Uint8Array;
}

/** A new pair. */
export function makeSigningKeys(): SigningKeys {
  const { publicKey, privateKey } = generateKeyPairSync('ed25519');
  const privatePem = privateKey.export({ format: 'pem', type: 'pkcs8' }).toString();
  return { privatePem, publicKey: publicKey.export({ format: 'der', type: 'spki' }).subarray(-32) };
}

/** The private key of a PEM text; `PACKAGE.BAD_KEY` for what is none, or none of Ed25519. */
export function readSigningKey(pem: string): KeyObject {
  let key: KeyObject;
  try {
    key = createPrivateKey(pem);
  } catch (cause) {
    throw new AppError('PACKAGE.BAD_KEY', 'this is no private key in PEM', { cause });
  }
  if (key.asymmetricKeyType !== 'ed25519')
    throw new AppError('PACKAGE.BAD_KEY', `models are signed with Ed25519, not ${key.asymmetricKeyType}`);
  return key;
}

/** A signed package with its id; the same content and key give the same bytes. `PACKAGE.BAD_CONTENT` as `buildPackage` says. */
export function signPackage(
  content: ModelPackage,
  key: KeyObject,
): { readonly id: string; readonly bytes: Uint8Array } {
  const sha512 = (bytes: Uint8Array): Uint8Array => createHash('sha512').update(bytes).digest();
  const bytes = buildPackage(content, { sha512, sign: (message) => sign(null, message, key) });
  return { id: packageIdOf(bytes), bytes };
}

/** The first 16 bytes of the file's SHA-256, hexadecimal: the name that devices and the platform know a package by. */
export function packageIdOf(bytes: Uint8Array): string {
  return createHash('sha256')
    .update(bytes)
    .digest('hex')
    .slice(0, 2 * PACKAGE_ID_BYTES);
}
