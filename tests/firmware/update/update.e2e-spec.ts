import { execFileSync, spawnSync } from 'node:child_process';
import { createHash, createPublicKey, generateKeyPairSync, type KeyObject, sign, verify } from 'node:crypto';
import { mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { basename, join } from 'node:path';
import { buildPackage } from '@fettle/model-package';

const FIRMWARE = join(__dirname, '..', '..', '..', 'apps', 'firmware', 'src');
const STRICT = ['-std=c99', '-Wall', '-Wextra', '-Wconversion', '-Wshadow', '-Werror'];
const SANITIZED = ['-O2', '-g', '-fsanitize=address,undefined', '-fno-sanitize-recover=all'];
/** Addresses in images are those of the next start of the program. */
const FIXED_ADDRESSES = ['-no-pie', '-fno-pie'];
const IMAGE_BYTES = 5120;

const compiler = spawnSync('gcc', ['--version']).status === 0;
if (!compiler) console.warn('SKIPPED: the update of models; gcc is not there');
const sha512 = (bytes: Uint8Array): Buffer => createHash('sha512').update(bytes).digest();
const rawKey = (key: KeyObject): Buffer => key.export({ format: 'der', type: 'spki' }).subarray(-32);
const keyOf = (raw: Uint8Array): KeyObject =>
  createPublicKey({
    key: Buffer.concat([Buffer.from('302a300506032b6570032100', 'hex'), raw]),
    format: 'der',
    type: 'spki',
  });

let folder = '';
beforeAll(() => (folder = mkdtempSync(join(tmpdir(), 'fettle-update-'))));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

const sourcesOf = (room: string): string[] =>
  readdirSync(join(FIRMWARE, room))
    .filter((name) => name.endsWith('.c') && name !== 'model_image.c')
    .map((name) => join(FIRMWARE, room, name));

/** Builds a driver with sources under sanitizers, and with objects that were built without. */
function compile(driver: string, sources: readonly string[], more: readonly string[] = []): string {
  const program = join(folder, driver);
  const crc = join(FIRMWARE, 'frame', 'crc16.c');
  const options = [...STRICT, ...SANITIZED, ...more, '-I', FIRMWARE];
  execFileSync('gcc', [...options, join(__dirname, `${driver}.c`), ...sources, crc, '-o', program]);
  return program;
}

/** The cryptography is sanitized in its own test; here it runs thousands of times. */
function plainCrypto(): string[] {
  const names = sourcesOf('crypto');
  execFileSync('gcc', ['-O2', '-fno-pie', '-c', ...names], { cwd: folder });
  return names.map((name) => join(folder, basename(name).replace(/c$/, 'o')));
}

(compiler ? describe : describe.skip)('the cryptography of the firmware', () => {
  it('agrees with another implementation on every message, and on damaged keys and signatures', () => {
    const records: Buffer[] = [];
    const expected: Buffer[] = [];
    for (let i = 0; i < 150; i++) {
      const { publicKey, privateKey } = generateKeyPairSync('ed25519');
      const message = Buffer.alloc(i * 3, i);
      const [key, signature] = [Buffer.from(rawKey(publicKey)), Buffer.from(sign(null, message, privateKey))];
      if (i % 3 === 1) signature[(i * 7) % 64]! ^= 1 << (i % 8);
      if (i % 6 === 2) key[(i * 5) % 32]! ^= 1 << (i % 8);
      const size = Buffer.alloc(4);
      size.writeUInt32LE(message.length);
      records.push(size, key, signature, message);
      const valid = verify(null, message, keyOf(key), signature);
      expected.push(Buffer.from([valid ? 1 : 0]), sha512(message));
    }
    const said = execFileSync(compile('crypto-driver', sourcesOf('crypto')), {
      input: Buffer.concat(records),
    });
    expect(said.equals(Buffer.concat(expected))).toBe(true);
    const verdicts = new Set(expected.filter(({ length }) => length === 1).map(([verdict]) => verdict));
    expect(verdicts).toEqual(new Set([0, 1]));
  });

  it('a signature whose scalar is not reduced is refused: a message has one signature', () => {
    const { publicKey, privateKey } = generateKeyPairSync('ed25519');
    const message = Buffer.from('once');
    const signature = Buffer.from(sign(null, message, privateKey));
    const order = 2n ** 252n + 27742317777372353535851937790883648493n;
    const scalar = BigInt(`0x${Buffer.from(signature.subarray(32)).reverse().toString('hex')}`) + order;
    const other = Buffer.from(scalar.toString(16).padStart(64, '0'), 'hex').reverse();
    const record = (by: Uint8Array): Buffer =>
      Buffer.concat([Buffer.from([4, 0, 0, 0]), rawKey(publicKey), by, message]);
    const input = Buffer.concat([
      record(signature),
      record(Buffer.concat([signature.subarray(0, 32), other])),
    ]);
    const said = execFileSync(compile('crypto-driver', sourcesOf('crypto')), { input });
    expect([said[0], said[65]]).toEqual([1, 0]);
  });
});

(compiler ? describe : describe.skip)('the update of a model', () => {
  it('survives a power cut at every write, and takes nothing that is not whole, signed, newer and right', () => {
    const [own, stranger] = [generateKeyPairSync('ed25519'), generateKeyPairSync('ed25519')];
    const bytesOfKey = [...rawKey(own.publicKey)].join(',');
    const program = compile(
      'update-driver',
      [...sourcesOf('update'), ...plainCrypto()],
      [
        ...FIXED_ADDRESSES,
        `-DPUBLIC_KEY_BYTES=${bytesOfKey}`,
        `-DPACKAGE_FILE_BYTES=${256 + 2 * IMAGE_BYTES}u`,
      ],
    );
    const written = execFileSync(program, ['images']);
    const image = (i: number): Uint8Array => written.subarray(i * IMAGE_BYTES, (i + 1) * IMAGE_BYTES);
    const packed = (i: number, counter: number, key = own.privateKey): Buffer =>
      Buffer.from(
        buildPackage(
          { name: 'driver', version: 1, target: 'host', counter, images: [image(i), image(i)] },
          { sha512, sign: (message) => sign(null, message, key) },
        ),
      );
    const changed = (bytes: Buffer, at: number): Buffer => {
      bytes[at]! ^= 4;
      return bytes;
    };
    const longer = packed(1, 9);
    longer.writeUInt32LE(IMAGE_BYTES + 4, 48);
    sign(null, longer.subarray(0, 192), own.privateKey).copy(longer, 192);
    const files = [
      packed(0, 5),
      packed(1, 6),
      packed(2, 7),
      packed(3, 8),
      packed(1, 5),
      packed(1, 6, stranger.privateKey),
      changed(packed(1, 6), 256 + IMAGE_BYTES + 4200),
      longer,
    ];
    const names = files.map((bytes, i) => {
      const id = createHash('sha256').update(bytes).digest().subarray(0, 16);
      const name = join(folder, `${i}.package`);
      writeFileSync(name, Buffer.concat([bytes, id]));
      return name;
    });
    const { status, stdout, stderr } = spawnSync(program, ['run', ...names], { encoding: 'utf8' });
    expect({ status, stdout, stderr }).toEqual({
      status: 0,
      stdout: expect.stringMatching(/^survived \d{4,} cuts\n$/) as string,
      stderr: '',
    });
  });
});
