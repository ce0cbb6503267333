import { createHash, generateKeyPairSync, sign, verify } from 'node:crypto';
import fc from 'fast-check';
import { decodeChunk, encodeChunk } from './chunk';
import {
  buildPackage,
  downloadBytes,
  type ModelPackage,
  readPackage,
  type Signer,
  type Verifier,
} from './package';

const { privateKey, publicKey } = generateKeyPairSync('ed25519');
const sha512 = (bytes: Uint8Array): Uint8Array => createHash('sha512').update(bytes).digest();
const signer: Signer = { sha512, sign: (message) => sign(null, message, privateKey) };
const verifier: Verifier = {
  sha512,
  verify: (message, signature) => verify(null, message, publicKey, signature),
};
const image = fc.uint8Array({ minLength: 1, maxLength: 300 });
const content: fc.Arbitrary<ModelPackage> = fc.record({
  name: fc.stringMatching(/^[a-z0-9][a-z0-9-]{0,23}$/),
  version: fc.nat(),
  counter: fc.integer({ min: 0, max: 0xffffffff }),
  target: fc.constantFrom('cortex-m4' as const, 'host' as const),
  images: fc.tuple(image, image),
});
const codeOf = (act: () => unknown): string => {
  try {
    act();
    return 'nothing';
  } catch (error) {
    return (error as { code: string }).code;
  }
};

describe('a model package', () => {
  it('comes back as it was made, and is the same bytes each time', () => {
    fc.assert(
      fc.property(content, (made) => {
        const bytes = buildPackage(made, signer);
        const read = readPackage(bytes, verifier);
        expect({ ...read, images: read.images.map((each) => [...each]) }).toEqual({
          ...made,
          images: made.images.map((each) => [...each]),
        });
        expect(buildPackage(made, signer)).toEqual(bytes);
      }),
      { numRuns: 40 },
    );
  });

  it('a device receives the header and one of the two images', () => {
    fc.assert(
      fc.property(content, image, (made, one) => {
        const { length } = buildPackage({ ...made, images: [one, one] }, signer);
        expect(length - downloadBytes(length)).toBe(one.length);
      }),
      { numRuns: 20 },
    );
  });

  it('any changed bit, and any cut, is refused', () => {
    fc.assert(
      fc.property(content, fc.nat(), fc.nat(7), (made, where, bit) => {
        const bytes = buildPackage(made, signer);
        const at = where % bytes.length;
        const cut = bytes.slice(0, at);
        bytes[at]! ^= 1 << bit;
        expect(codeOf(() => readPackage(bytes, verifier))).toMatch(/^PACKAGE\.(MALFORMED|BAD_SIGNATURE)$/);
        expect(codeOf(() => readPackage(cut, verifier))).toBe('PACKAGE.MALFORMED');
      }),
      { numRuns: 150 },
    );
  });

  it('another key than the one that signed is refused by name', () => {
    const [made] = fc.sample(content, 1);
    const other = generateKeyPairSync('ed25519').publicKey;
    const stranger = { sha512, verify: (m: Uint8Array, s: Uint8Array) => verify(null, m, other, s) };
    expect(codeOf(() => readPackage(buildPackage(made!, signer), stranger))).toBe('PACKAGE.BAD_SIGNATURE');
  });

  it.each([{ name: 'Upper' }, { name: 'x'.repeat(25) }, { version: -1 }, { counter: 2 ** 32 }])(
    'what the format cannot say is refused: %j',
    (wrong) => {
      const [made] = fc.sample(content, 1);
      expect(codeOf(() => buildPackage({ ...made!, ...wrong }, signer))).toBe('PACKAGE.BAD_CONTENT');
    },
  );
});

describe('a chunk', () => {
  const chunk = fc.record({
    packageId: fc.stringMatching(/^[0-9a-f]{32}$/),
    totalBytes: fc.nat(),
    offset: fc.nat(),
    data: fc.uint8Array({ maxLength: 1024 }),
  });

  it('comes back as it was made', () => {
    fc.assert(fc.property(chunk, (made) => expect(decodeChunk(encodeChunk(made))).toEqual(made)));
  });

  it('with a changed bit it is refused', () => {
    fc.assert(
      fc.property(chunk, fc.nat(), fc.nat(7), (made, where, bit) => {
        const bytes = encodeChunk(made);
        bytes[where % bytes.length]! ^= 1 << bit;
        expect(codeOf(() => decodeChunk(bytes))).toBe('PACKAGE.MALFORMED');
      }),
    );
  });
});
