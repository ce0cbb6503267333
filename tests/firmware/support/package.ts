import { createHash } from 'node:crypto';
import { join } from 'node:path';
import { buildSlotImages, readSigningKey, signPackage } from '@fettle/board';
import { CHUNK_DATA_BYTES, encodeChunk } from '@fettle/model-package';
import type { TestBroker } from './broker';
import { imageFiles } from './pipeline';

/** A signed package of the test's second model, linked to both slots of the emulated board. */
export async function buildModelPackage(
  folder: string,
  window: Int16Array,
  privatePem: string,
): Promise<Buffer> {
  const images = await buildSlotImages({ pipeline: imageFiles(window), folder: join(folder, 'package') });
  const content = { name: 'evenness-twice', version: 2, target: 'cortex-m4', counter: 1, images } as const;
  return Buffer.from(signPackage(content, readSigningKey(privatePem)).bytes);
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
