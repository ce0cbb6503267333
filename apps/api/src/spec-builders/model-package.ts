import { createHash } from 'node:crypto';
import { buildPackage } from '@fettle/model-package';

/** A package of the right form, signed by nobody; the same for the same seed. */
export function modelPackage(seed = ''): Buffer {
  const image = createHash('sha512').update(seed).digest();
  const signer = {
    sha512: (bytes: Uint8Array) => createHash('sha512').update(bytes).digest(),
    sign: () => new Uint8Array(64),
  };
  const header = { name: 'bearing', version: 3, target: 'cortex-m4', counter: 7 } as const;
  return Buffer.from(buildPackage({ ...header, images: [image, image] }, signer));
}
