import { type Clock, errorMessage } from '@fettle/kernel';
import { CHUNK_DATA_BYTES, encodeChunk } from '@fettle/model-package';
import type { Broker } from '../broker/broker';
import type { Pause } from '../intake/durable-appender';
import { TokenBucket } from '../intake/token-bucket';
import type { TopicOwner } from '../topics/subscription';

/** `count` chunks of a package from a byte on. */
export interface ChunkRange {
  readonly packageId: string;
  readonly offset: number;
  readonly count: number;
}

/** Part of a package, with its whole length. */
export interface PackagePart {
  readonly data: Buffer;
  readonly totalBytes: number;
}

/** What the sender works with. */
export interface ChunkSenderParts {
  readonly broker: Pick<Broker, 'send'>;
  /** Null: the tenant has no such package. */
  readonly read: (
    tenantId: string,
    packageId: string,
    range: { readonly offset: number; readonly length: number },
  ) => Promise<PackagePart | null>;
  /** A device asked for a package that its tenant does not have. Never throws. */
  readonly onMissing: (device: TopicOwner, packageId: string) => void;
  readonly onFailure: (reason: string) => void;
  readonly clock: Clock;
  readonly pause: Pause;
}

/** Chunks sent for one request; a device asks for the next when it has them. */
export const MAX_CHUNKS_PER_REQUEST = 64;
/** Chunks a second, as many at once after a rest: for one device, and for all of a tenant. */
export const CHUNK_RATES = { device: 128, tenant: 2_048 } as const;
/** Requests of one device that wait; of more the oldest is dropped, since the device asks again for what did not come. */
const MAX_WAITING = 4;
const CHUNKS_PER_READ = 16;
const CHUNK_EXPIRES_S = 30;
/** After this long with nothing to send a bucket is full again, and may be forgotten. */
const REST_MS = 1_000;

interface Work {
  readonly waiting: ChunkRange[];
  readonly bucket: TokenBucket;
  isServing: boolean;
}

/**
 * Sends parts of packages to devices that ask for them, each device and each tenant within its rate. Nothing of it is kept:
 * a device asks again for what did not come. Memory is bounded: a few requests and sixteen chunks for each device at work.
 */
export class ChunkSender {
  private readonly working = new Map<string, Work>();
  private readonly tenants = new Map<string, TokenBucket>();
  private readonly stopped = new AbortController();

  constructor(private readonly parts: ChunkSenderParts) {}

  /** Returns at once. A request that waits already is not taken twice. */
  request(device: TopicOwner, range: ChunkRange): void {
    if (this.stopped.signal.aborted) return;
    const work = this.working.get(device.deviceId) ?? this.begin(device.deviceId);
    queue(work.waiting, range);
    if (!work.isServing) void this.serve(device, work);
  }

  stop(): void {
    this.stopped.abort();
  }

  private begin(deviceId: string): Work {
    const bucket = new TokenBucket(CHUNK_RATES.device, MAX_CHUNKS_PER_REQUEST, this.parts.clock.nowMs());
    const work: Work = { waiting: [], bucket, isServing: false };
    this.working.set(deviceId, work);
    return work;
  }

  /** Never rejects. */
  private async serve(device: TopicOwner, work: Work): Promise<void> {
    work.isServing = true;
    for (let range = work.waiting.shift(); range !== undefined; range = work.waiting.shift()) {
      try {
        await this.sendRange(device, range, work.bucket);
      } catch (error) {
        work.waiting.length = 0;
        this.parts.onFailure(errorMessage(error));
      }
    }
    work.isServing = false;
    await this.parts.pause(REST_MS, this.stopped.signal);
    if (work.bucket.waitMs(this.parts.clock.nowMs()) === 0 && !work.isServing) {
      this.working.delete(device.deviceId);
    }
  }

  private async sendRange(device: TopicOwner, range: ChunkRange, bucket: TokenBucket): Promise<void> {
    const end = range.offset + Math.min(range.count, MAX_CHUNKS_PER_REQUEST) * CHUNK_DATA_BYTES;
    const step = CHUNKS_PER_READ * CHUNK_DATA_BYTES;
    for (let offset = range.offset; offset < end; offset += step) {
      const length = Math.min(step, end - offset);
      const part = await this.parts.read(device.tenantId, range.packageId, { offset, length });
      if (part === null) return this.parts.onMissing(device, range.packageId);
      const isHeard = await this.sendPart(device, { ...part, packageId: range.packageId, offset }, bucket);
      if (!isHeard || offset + length >= part.totalBytes) return;
    }
  }

  private async sendPart(
    device: TopicOwner,
    part: PackagePart & { readonly packageId: string; readonly offset: number },
    bucket: TokenBucket,
  ): Promise<boolean> {
    const { packageId, totalBytes } = part;
    for (let at = 0; at < part.data.length; at += CHUNK_DATA_BYTES) {
      if (this.stopped.signal.aborted) return false;
      await this.inTurn(device.tenantId, bucket);
      const data = part.data.subarray(at, at + CHUNK_DATA_BYTES);
      const payload = Buffer.from(encodeChunk({ packageId, totalBytes, offset: part.offset + at, data }));
      const message = { leaf: 'models', payload, qos: 0, expiresInS: CHUNK_EXPIRES_S } as const;
      if (!(await this.parts.broker.send(device, message))) return false;
    }
    return true;
  }

  private async inTurn(tenantId: string, bucket: TokenBucket): Promise<void> {
    const { clock, pause } = this.parts;
    const nowMs = clock.nowMs();
    const tenant =
      this.tenants.get(tenantId) ?? new TokenBucket(CHUNK_RATES.tenant, CHUNK_RATES.tenant, nowMs);
    this.tenants.set(tenantId, tenant);
    const waitMs = Math.max(bucket.take(1, nowMs, Infinity) ?? 0, tenant.take(1, nowMs, Infinity) ?? 0);
    if (waitMs > 0) await pause(waitMs, this.stopped.signal);
  }
}

function queue(waiting: ChunkRange[], range: ChunkRange): void {
  const isSame = (other: ChunkRange): boolean =>
    other.packageId === range.packageId && other.offset === range.offset && other.count === range.count;
  if (waiting.some(isSame)) return;
  waiting.push(range);
  if (waiting.length > MAX_WAITING) waiting.shift();
}
