import { execFile, execFileSync } from 'node:child_process';
import { createHash, generateKeyPairSync, type KeyObject, sign } from 'node:crypto';
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { buildPackage, CHUNK_DATA_BYTES, encodeChunk } from '@fettle/model-package';
import { FIRMWARE } from './build';
import type { TestBroker } from './broker';
import { imageFiles } from './pipeline';

const MODEL_MEMORY = 0x2000_8000;
/** Words of `struct model_image` that only the linked image knows. */
const WORDS = { imageBytes: 8, ramBase: 12, ramBytes: 16 } as const;

/** Who may sign models: its raw public key goes into provisioning. */
export function newSigner(): { readonly publicKey: Uint8Array; readonly privateKey: KeyObject } {
  const { publicKey, privateKey } = generateKeyPairSync('ed25519');
  return { publicKey: publicKey.export({ format: 'der', type: 'spki' }).subarray(-32), privateKey };
}

/** A signed package of the test's second model, linked to both slots of the emulated board. */
export async function buildModelPackage(folder: string, window: Int16Array, key: KeyObject): Promise<Buffer> {
  const pipeline = join(folder, 'pipeline-of-package');
  const build = join(folder, 'package');
  mkdirSync(pipeline, { recursive: true });
  for (const [name, text] of Object.entries(imageFiles(window))) writeFileSync(join(pipeline, name), text);
  const variables = ['BOARD=mps2-an386', `PIPELINE=${pipeline}`, `BUILD=${build}`];
  await promisify(execFile)('make', ['-s', '-C', FIRMWARE, ...variables, 'images']);
  const [a, b] = ['a', 'b'].map((slot) => completed(join(build, `image-${slot}`)));
  const sha512 = (bytes: Uint8Array): Uint8Array => createHash('sha512').update(bytes).digest();
  const signer = { sha512, sign: (message: Uint8Array): Uint8Array => sign(null, message, key) };
  const header = { name: 'evenness-twice', version: 2, target: 'cortex-m4', counter: 1 } as const;
  return Buffer.from(buildPackage({ ...header, images: [a!, b!] }, signer));
}

function completed(image: string): Buffer {
  const bytes = readFileSync(`${image}.bin`);
  const symbols = execFileSync('arm-none-eabi-nm', [`${image}.elf`]).toString();
  const end = parseInt(/^([0-9a-f]+) \w image_memory_end$/m.exec(symbols)![1]!, 16);
  bytes.writeUInt32LE(bytes.length, WORDS.imageBytes);
  bytes.writeUInt32LE(MODEL_MEMORY, WORDS.ramBase);
  bytes.writeUInt32LE(end - MODEL_MEMORY, WORDS.ramBytes);
  return bytes;
}

/** The platform's part of a download: sends the chunks that the device asks for until `until` is true. */
export async function serve(
  broker: TestBroker,
  prefix: string,
  file: Buffer,
  until: () => boolean,
): Promise<string> {
  const packageId = createHash('sha256').update(file).digest('hex').slice(0, 32);
  broker.command(prefix, { id: 'install', command: 'install', package: packageId, bytes: file.length });
  let served = 0;
  for (let turn = 0; turn < 600 && !until(); turn++) {
    for (const request of broker.statuses('chunk').slice(served)) {
      served++;
      for (let i = 0; i < Number(request['count']); i++) {
        const offset = Number(request['offset']) + i * CHUNK_DATA_BYTES;
        const data = file.subarray(offset, offset + CHUNK_DATA_BYTES);
        if (data.length === 0) break;
        const chunk = encodeChunk({ packageId, totalBytes: file.length, offset, data });
        broker.publish(`${prefix}/models`, Buffer.from(chunk));
      }
    }
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
  return packageId;
}
