import { setImmediate as nextTurn } from 'node:timers/promises';
import { AppError, errorCode, parseDeviceKey } from '@fettle/kernel';
import { DecodedFrame, decodeFrame } from '@fettle/frame';
import type { StoredRecord } from '@fettle/event-log';
import type { DeviceDirectory, DeviceEntry } from '@fettle/persistence';
import {
  type ArrivedFrame,
  type Arrivals,
  describeFrame,
  type DeviceArrivals,
  type RefusedRecord,
} from './arrivals';

/** Frames that are decoded before other work of the process gets its turn. */
export const FRAMES_A_TURN = 128;

type Sender = { readonly device: DeviceEntry } | { readonly refusal: Omit<RefusedRecord, 'record'> };

/** Sorts the records of a batch by device and decodes each once, so that what is stored is known to be readable. */
export class ArrivalReader {
  private readonly scratch = new DecodedFrame();

  constructor(private readonly directory: Pick<DeviceDirectory, 'byId'>) {}

  /** Throws only when a device cannot be looked up (retryable); what is wrong with a record is its refusal. */
  async read(records: readonly StoredRecord[]): Promise<Arrivals> {
    const senders = await this.lookUp(new Set(records.map(({ key }) => key)));
    const devices = new Map<string, DeviceArrivals & { readonly seen: Set<string> }>();
    const refused: RefusedRecord[] = [];
    for (const [index, record] of records.entries()) {
      if (index % FRAMES_A_TURN === FRAMES_A_TURN - 1) await nextTurn();
      const sender = senders.get(record.key)!;
      const frame = 'refusal' in sender ? sender.refusal : this.decode(record);
      if ('refusal' in sender || 'reason' in frame) {
        refused.push({ record, ...(frame as Omit<RefusedRecord, 'record'>) });
        continue;
      }
      const arrivals = devices.get(record.key) ?? {
        ...{ key: record.key, device: sender.device, frames: [], duplicates: 0, seen: new Set<string>() },
      };
      devices.set(record.key, arrivals);
      const identity = `${frame.bootId}/${frame.sequence}/${frame.minMs}`;
      if (arrivals.seen.has(identity)) arrivals.duplicates += 1;
      else {
        arrivals.seen.add(identity);
        arrivals.frames.push(frame);
      }
    }
    return { devices: [...devices.values()], refused };
  }

  private decode(record: StoredRecord): ArrivedFrame | Omit<RefusedRecord, 'record'> {
    const result = decodeFrame(record.value, this.scratch);
    if (!result.ok) return { reason: 'FRAME.MALFORMED', detail: result.reason };
    return describeFrame(record, result.frame);
  }

  private async lookUp(keys: ReadonlySet<string>): Promise<Map<string, Sender>> {
    const found = await Promise.all([...keys].map(async (key) => [key, await this.senderOf(key)] as const));
    return new Map(found);
  }

  private async senderOf(key: string): Promise<Sender> {
    const ids = parseKey(key);
    if (ids === null) return { refusal: { reason: 'DEVICE.UNKNOWN', detail: 'the key names no device' } };
    const device = await this.directory.byId(ids.deviceId);
    if (device === null) return { refusal: { reason: 'DEVICE.UNKNOWN', detail: 'no such device' } };
    if (device.tenantId !== ids.tenantId) {
      return {
        refusal: { reason: 'TENANT.MISMATCH', detail: 'the key names another tenant than the device' },
      };
    }
    return { device };
  }
}

function parseKey(key: string): { tenantId: string; deviceId: string } | null {
  try {
    return parseDeviceKey(key);
  } catch (error) {
    if (error instanceof AppError && errorCode(error) === 'KEY.MALFORMED') return null;
    throw error;
  }
}
