import { TOPICS } from '@fettle/contracts';
import { type EventLog, PostgresEventLog, type Subscription } from '@fettle/event-log';
import { deviceKey, systemClock } from '@fettle/kernel';
import {
  createDevices,
  createTenant,
  DeviceDirectory,
  ensureAsset,
  ensureSite,
  inTransaction,
  type Database,
} from '@fettle/persistence';
import { type ClosedWindow, decodeWindowRow } from '@fettle/windowing';
import { Registry } from 'prom-client';
import { ArrivalReader } from '../arrivals/arrival-reader';
import { DeviceStreams } from '../devices/device-streams';
import { FrameBatches, type FrameBatchParts } from '../frame-batches';
import { StreamMetrics } from '../stream.metrics';
import { Partitions } from '../tables/partitions';

export interface TestDevice {
  readonly tenantId: string;
  readonly deviceId: string;
  readonly assetId: string;
  readonly key: string;
}

/** A database, a log in it, devices, and stream processes that can be started and stopped. */
export class StreamWorld {
  private subscription: Subscription | undefined;

  readonly log: EventLog;
  private readonly directory: DeviceDirectory;

  /** `eventually` waits until its check no longer throws. */
  constructor(
    readonly database: Database,
    private readonly eventually: (check: () => Promise<void>) => Promise<void>,
  ) {
    const retry = { maxAttempts: 3, firstMs: 1, maxMs: 5 };
    this.log = new PostgresEventLog(database.pipeline, Object.values(TOPICS), systemClock, { retry });
    this.directory = new DeviceDirectory(database.pipeline, () => systemClock.nowMs());
  }

  async close(): Promise<void> {
    await this.stopStream();
    await this.log.close();
    this.directory.close();
  }

  /** A tenant of that name with so many devices, each of an asset of its own. */
  async tenant(name: string, devices: number): Promise<TestDevice[]> {
    const nowMs = systemClock.nowMs();
    return inTransaction(this.database.pipeline, async (client) => {
      const tenantId = await createTenant(client, { name }, nowMs);
      const place = { tenantId, name: 'yard', latitude: 0, longitude: 0, timeZone: 'UTC' };
      const siteId = await ensureSite(client, place, nowMs);
      const made: TestDevice[] = [];
      for (let i = 0; i < devices; i++) {
        const asset = { tenantId, siteId, assetTypeId: 'wind.turbine', name: `${name} ${i}` };
        const assetId = await ensureAsset(client, asset, nowMs);
        const [device] = await createDevices(client, [{ tenantId, assetId, name: `device ${i}` }], nowMs);
        made.push({ tenantId, assetId, deviceId: device!.id, key: deviceKey(tenantId, device!.id) });
      }
      return made;
    });
  }

  /** A stream process with an empty memory. */
  async startStream(over: Partial<FrameBatchParts> = {}, maxBatchRecords = 64): Promise<void> {
    const { database } = this;
    const batches = new FrameBatches({
      database,
      eventLog: this.log,
      arrivals: new ArrivalReader(this.directory),
      streams: new DeviceStreams(),
      partitions: new Partitions(database.pipeline),
      metrics: new StreamMetrics(new Registry()),
      ...over,
    });
    this.subscription = await this.log.subscribe({
      group: 'stream',
      topics: [TOPICS.frames.name],
      maxBatchRecords,
      handler: (batch, position) => batches.process(batch, position),
    });
  }

  async stopStream(): Promise<void> {
    await this.subscription?.close();
    this.subscription = undefined;
  }

  async send(device: TestDevice, frames: readonly Uint8Array[], receivedMs = 5_000): Promise<void> {
    const headers = { receivedMs: String(receivedMs) };
    await this.log.append(
      TOPICS.frames.name,
      frames.map((value) => ({ key: device.key, value, headers })),
    );
  }

  /** Resolves when the stream has read everything that is in the log. */
  async caughtUp(): Promise<void> {
    await this.eventually(async () => {
      const lags = await this.log.lag('stream', [TOPICS.frames.name]);
      expect(lags.reduce((sum, { lag }) => sum + lag, 0)).toBe(0);
    });
  }

  async windowsOf({ deviceId }: TestDevice): Promise<ClosedWindow[]> {
    const { rows } = await this.database.pipeline.query<{
      size: number;
      start: string;
      aggregates: Buffer;
    }>(
      'SELECT size_ms AS size, start_ms AS start, aggregates FROM windows WHERE device_id = $1 ORDER BY size_ms, start_ms',
      [deviceId],
    );
    return rows.map(({ size, start, aggregates }) => ({
      sizeMs: size,
      startMs: Number(start),
      signals: decodeWindowRow(aggregates),
    }));
  }

  async statusOf({ deviceId }: TestDevice): Promise<Record<string, number>> {
    const { rows } = await this.database.pipeline.query<Record<string, number>>(
      `SELECT frames::int, readings::int, duplicates::int, late::int, gaps::int, last_seen_ms::float8, clock_error_ms::float8,
         last_event_ms::float8, watermark_ms::float8 FROM device_status WHERE device_id = $1`,
      [deviceId],
    );
    return rows[0]!;
  }
}
