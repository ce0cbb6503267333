import { Inject, Injectable, Logger } from '@nestjs/common';
import { type Clock, errorMessage } from '@fettle/kernel';
import { type AlertChanged, type ForecastMade, TOPICS } from '@fettle/contracts';
import {
  EVENT_LOG,
  type EventLog,
  type RecordBatch,
  type StoredRecord,
  type Subscription,
} from '@fettle/event-log';
import { CLOCK } from '@fettle/platform';
import { showLiveAlert } from '../alerts/alert-views';
import { showForecast } from '../fleet/forecast-views';
import { iso } from '../http/instants';
import { ChangeBatch, ValueBatch } from './change-batch';
import type { LiveClients } from './live-clients';
import { PushSchedule } from './push-schedule';
import { WatchedDevices } from './watched-devices';

const FOLLOWED = [TOPICS.forecasts.name, TOPICS.alerts.name, TOPICS.frames.name];
const PUSH_EVERY_MS = 100;
const SEEN_EVERY_MS = 1_000;
const RETRY_MS = 1_000;
const MAX_SEEN = 100_000;

/**
 * Follows the event log while anybody is connected, and pushes what concerns them, at most every 100 ms. Frames are
 * decoded only of watched assets; of all others the key alone is read.
 */
@Injectable()
export class LiveFeed {
  private readonly logger = new Logger('LiveFeed');
  private readonly batches = new Map<string, ChangeBatch>();
  private readonly values = new Map<string, ValueBatch>();
  private readonly seenAtMs = new Map<string, number>();
  private readonly schedule: PushSchedule;
  private clients: LiveClients | null = null;
  private subscription: Promise<Subscription> | null = null;
  private retry: NodeJS.Timeout | null = null;

  constructor(
    @Inject(EVENT_LOG) private readonly log: EventLog,
    @Inject(CLOCK) private readonly clock: Clock,
    @Inject(WatchedDevices) private readonly watched: WatchedDevices,
  ) {
    this.schedule = new PushSchedule(clock, PUSH_EVERY_MS, () => this.push());
  }

  /** Begins to follow, if it does not already; resolves when it does, or will try again later. Never rejects. */
  async start(clients: LiveClients): Promise<void> {
    this.clients = clients;
    this.subscription ??= this.log.tail(FOLLOWED, (batch) => this.take(batch));
    const opening = this.subscription;
    try {
      await opening;
    } catch (error) {
      if (this.subscription !== opening) return;
      this.logger.warn(`the event log cannot be followed: ${errorMessage(error)}`);
      this.subscription = null;
      this.retry = setTimeout(() => void this.start(clients), RETRY_MS);
    }
  }

  /** Follows no more; what waits is dropped. */
  async stop(): Promise<void> {
    if (this.retry !== null) clearTimeout(this.retry);
    const opening = this.subscription;
    this.subscription = null;
    this.schedule.stop();
    this.batches.clear();
    this.values.clear();
    this.seenAtMs.clear();
    await opening?.then(
      (subscription) => subscription.close(),
      () => undefined,
    );
  }

  private take(batch: RecordBatch): void {
    for (const record of batch.records) {
      const tenantId = record.key.slice(0, 36);
      if (!this.clients?.hasTenant(tenantId)) continue;
      try {
        this.takeRecord(batch.topic, tenantId, record);
      } catch (error) {
        this.logger.warn(`a record of ${batch.topic} cannot be shown live: ${errorMessage(error)}`);
      }
    }
    if (this.batches.size > 0 || this.values.size > 0) this.schedule.wake();
  }

  private takeRecord(topic: string, tenantId: string, record: StoredRecord): void {
    if (topic === TOPICS.frames.name) return this.takeFrame(tenantId, record);
    const event: unknown = JSON.parse(Buffer.from(record.value).toString());
    if (topic === TOPICS.alerts.name) this.batchOf(tenantId).addAlert(showLiveAlert(event as AlertChanged));
    else {
      const forecast = event as ForecastMade;
      this.batchOf(tenantId).addForecast({ ...showForecast(forecast), assetId: forecast.assetId });
    }
  }

  private takeFrame(tenantId: string, record: StoredRecord): void {
    const deviceId = record.key.slice(37);
    const nowMs = this.clock.nowMs();
    if (nowMs - (this.seenAtMs.get(deviceId) ?? 0) >= SEEN_EVERY_MS) {
      if (this.seenAtMs.size >= MAX_SEEN) this.seenAtMs.clear();
      this.seenAtMs.set(deviceId, nowMs);
      this.batchOf(tenantId).addDevice({ deviceId, lastSeenAt: iso(nowMs) });
    }
    const assetId = this.watched.assetOf(deviceId);
    if (assetId === null) return;
    const values = this.values.get(assetId) ?? new ValueBatch(assetId);
    this.values.set(assetId, values);
    for (const { signal, t, v } of this.watched.decode(deviceId, record.value))
      values.add(deviceId, signal, t, v);
  }

  private batchOf(tenantId: string): ChangeBatch {
    const batch = this.batches.get(tenantId) ?? new ChangeBatch();
    this.batches.set(tenantId, batch);
    return batch;
  }

  private push(): void {
    const at = iso(this.clock.nowMs());
    for (const [tenantId, batch] of this.batches) this.clients?.pushToTenant(tenantId, batch.take(at));
    for (const [assetId, batch] of this.values) this.clients?.pushToWatchers(assetId, batch.take(at));
    this.batches.clear();
    this.values.clear();
  }
}
