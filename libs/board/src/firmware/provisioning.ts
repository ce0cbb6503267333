import { AppError } from '@fettle/kernel';
import { crc16 } from '@fettle/frame';

/** Who a device is, and how it treats its line; apps/firmware/src/store/provisioning.h says what each means. */
export interface Provisioning {
  readonly tenant: string;
  readonly device: string;
  readonly user: string;
  readonly password: string;
  /** Ed25519 public key of who may sign models, 32 bytes; absent: nobody may. */
  readonly modelKey?: Uint8Array;
  readonly keepAliveS?: number;
  readonly answerTimeoutMs?: number;
  readonly backoffFirstMs?: number;
  readonly backoffMostS?: number;
  readonly source?: 'feed' | 'simulated';
  /** Of the simulated source. */
  readonly sampleRateHz?: number;
  /** What a step of a sample is in the sensor's unit. */
  readonly unitsPerStep?: number;
}

const BYTES = 384;
/** Places of texts, and what they hold with the zero behind. */
const TEXTS = { tenant: [8, 48], device: [56, 48], user: [104, 96], password: [200, 96] } as const;
const KEY = { at: 296, bytes: 32 } as const;

/**
 * The block that makes a board a device, to be loaded at the start of its data flash: 384 bytes. `BOARD.BAD_PROVISIONING` for a text
 * that does not fit, and a key of another length.
 */
export function provisioningBlock(given: Provisioning): Buffer {
  const block = Buffer.alloc(BYTES);
  block.write('FTLP', 0, 'latin1');
  block.writeUInt16LE(1, 4);
  block.writeUInt16LE(BYTES, 6);
  for (const [field, [at, room]] of Object.entries(TEXTS)) {
    const text = given[field as keyof typeof TEXTS];
    if (text.length >= room) throw badProvisioning(`${field} has ${text.length} characters`);
    block.write(text, at, 'latin1');
  }
  const key = given.modelKey ?? new Uint8Array(KEY.bytes);
  if (key.length !== KEY.bytes)
    throw badProvisioning(`a public key has ${KEY.bytes} bytes, not ${key.length}`);
  block.set(key, KEY.at);
  block.writeUInt16LE(given.keepAliveS ?? 30, 328);
  block.writeUInt16LE(given.answerTimeoutMs ?? 5_000, 330);
  block.writeUInt16LE(given.backoffFirstMs ?? 500, 332);
  block.writeUInt16LE(given.backoffMostS ?? 30, 334);
  block.writeUInt8(given.source === 'simulated' ? 1 : 0, 336);
  block.writeUInt32LE(given.sampleRateHz ?? 20_000, 340);
  block.writeFloatLE(given.unitsPerStep ?? 0.001, 344);
  block.writeUInt16BE(crc16(block, BYTES - 2), BYTES - 2);
  return block;
}

function badProvisioning(what: string): AppError {
  return new AppError('BOARD.BAD_PROVISIONING', what);
}
