import { crc16 } from '@fettle/frame';

/** A device's provisioning block; see apps/firmware/src/store/provisioning.h. */
export interface Provisioning {
  readonly tenant: string;
  readonly device: string;
  readonly user: string;
  readonly password: string;
  /** Ed25519, 32 bytes. */
  readonly modelKey?: Uint8Array;
  readonly keepAliveS?: number;
  readonly answerTimeoutMs?: number;
  readonly backoffFirstMs?: number;
  readonly backoffMostS?: number;
  readonly source?: 'feed' | 'simulated';
  readonly sampleRateHz?: number;
  readonly unitsPerStep?: number;
}

const BYTES = 384;

/** The block's bytes, to be loaded at the start of the data flash. */
export function provisioningBlock(given: Provisioning): Buffer {
  const block = Buffer.alloc(BYTES);
  block.write('FTLP', 0, 'latin1');
  block.writeUInt16LE(1, 4);
  block.writeUInt16LE(BYTES, 6);
  block.write(given.tenant, 8, 47, 'latin1');
  block.write(given.device, 56, 47, 'latin1');
  block.write(given.user, 104, 95, 'latin1');
  block.write(given.password, 200, 95, 'latin1');
  block.set(given.modelKey ?? new Uint8Array(32), 296);
  block.writeUInt16LE(given.keepAliveS ?? 30, 328);
  block.writeUInt16LE(given.answerTimeoutMs ?? 1_000, 330);
  block.writeUInt16LE(given.backoffFirstMs ?? 200, 332);
  block.writeUInt16LE(given.backoffMostS ?? 2, 334);
  block.writeUInt8(given.source === 'simulated' ? 1 : 0, 336);
  block.writeUInt32LE(given.sampleRateHz ?? 20_000, 340);
  block.writeFloatLE(given.unitsPerStep ?? 0.001, 344);
  block.writeUInt16BE(crc16(block, BYTES - 2), BYTES - 2);
  return block;
}
