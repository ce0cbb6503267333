import { Logger } from '@nestjs/common';
import { AppError, type Clock, deviceKey, errorMessage } from '@fettle/kernel';
import { TOPICS } from '@fettle/contracts';
import type { LogRecord } from '@fettle/event-log';
import type { DeviceDirectory, DeviceEntry } from '@fettle/persistence';
import type { InboundMessage } from '../broker/broker';
import { type Door, type DoorContext, type Opened, refused } from '../doors/door';
import type { IngestMetrics } from '../ingest.metrics';
import { namesForeignTenant } from '../topics/subscription';
import { type DoorName, routeTopic, statusTopic, type TopicRoute } from '../topics/topic-route';
import { DeviceTurns } from './device-turns';
import type { DurableAppender, Pause } from './durable-appender';
import { type Origin, rejectionRecords, type Refusal, statusNotice } from './rejections';
import type { TenantQuota, TenantQuotas } from './tenant-quotas';

/** Longest payload that a door opens; larger ones are refused with FRAME.TOO_LARGE. */
export const MAX_PAYLOAD_BYTES = 65_536;

/** What the intake works with. */
export interface IntakeParts {
  readonly directory: Pick<DeviceDirectory, 'byId'>;
  readonly doors: Readonly<Record<DoorName, Door>>;
  readonly quotas: TenantQuotas;
  readonly appender: DurableAppender;
  readonly metrics: IngestMetrics;
  readonly clock: Clock;
  readonly pause: Pause;
}

type Judged =
  | { readonly device: DeviceEntry; readonly route: TopicRoute; readonly refusal: null }
  | { readonly device: DeviceEntry | null; readonly route: TopicRoute | null; readonly refusal: Refusal };

const MALFORMED = {
  frames: 'FRAME.MALFORMED',
  json: 'JSON.MALFORMED',
  status: 'STATUS.MALFORMED',
  events: 'SNIPPET.MALFORMED',
  thingsboard: 'JSON.MALFORMED',
  sparkplug: 'SPARKPLUG.MALFORMED',
} as const;

/**
 * The way of one MQTT message, whatever broker it came through: whose is it, may it, is it within the quota, what does it
 * hold; then the log. `take` settles when all that counts of it, and every refusal, is durable.
 */
export class MessageIntake {
  private readonly logger = new Logger('MessageIntake');
  private readonly turns = new DeviceTurns();

  constructor(private readonly parts: IntakeParts) {}

  /** Rejects only when the message could not be made durable; it must then not be acknowledged. */
  async take(message: InboundMessage): Promise<void> {
    const { clock, metrics } = this.parts;
    const startedMs = performance.now();
    const nowMs = clock.nowMs();
    const route = routeTopic(message.topic);
    const device = message.sender?.deviceId ?? route?.deviceId ?? message.topic;
    const { settling } = await this.turns.run(device, () => this.handOver(message, route, nowMs));
    await settling;
    metrics.settled(performance.now() - startedMs);
  }

  /**
   * Resolves once the log has been called. Until then a device's next message waits: one that overtook it while a look-up
   * was tried again would move the device's watermark past it.
   */
  private async handOver(
    message: InboundMessage,
    route: TopicRoute | null,
    nowMs: number,
  ): Promise<{ readonly settling: Promise<void> }> {
    const judged = await this.judge(message, route);
    if (judged.refusal !== null) {
      const refused = { frames: [], readings: 0, refusals: [judged.refusal] };
      return { settling: this.settle(message, judged, refused, nowMs) };
    }
    const { device } = judged;
    const opened = await this.open(message.payload, {
      device,
      route: judged.route,
      topic: message.topic,
      nowMs,
    });
    const counted = await this.withinReadings(opened, device.tenantId, message.maxHoldMs);
    return { settling: this.settle(message, judged, counted, nowMs) };
  }

  /** A door that breaks on a payload refuses it: held back for ever it would stop everything behind it. */
  private async open(payload: Uint8Array, context: DoorContext): Promise<Opened> {
    try {
      return await this.parts.appender.insist(async () =>
        this.parts.doors[context.route.door].open(payload, context),
      );
    } catch (error) {
      if (error instanceof AppError) throw error;
      this.logger.error(`the ${context.route.door} door broke: ${errorMessage(error)}`);
      return refused(MALFORMED[context.route.door], 'the message could not be read');
    }
  }

  private async judge(message: InboundMessage, route: TopicRoute | null): Promise<Judged> {
    const deviceId = message.sender?.deviceId ?? route?.deviceId ?? null;
    const device =
      deviceId === null ? null : await this.parts.appender.insist(() => this.parts.directory.byId(deviceId));
    if (device === null) return refuse(null, route, 'DEVICE.UNKNOWN', 'no such device');
    // Without a credential the topic alone says whose it is: a topic that lies is nobody's.
    if (message.sender === null && route?.tenantId !== device.tenantId) {
      return refuse(null, route, 'TENANT.MISMATCH', 'the topic names another tenant than the device');
    }
    const inTime = await this.withinMessages(device.tenantId, message.maxHoldMs);
    if (!inTime) return refuse(device, route, 'QUOTA.MESSAGES', 'more messages than the tenant may send');
    if (message.sender !== null && !(await message.sender.holdsCredentialOf(device))) {
      return refuse(
        device,
        route,
        'DEVICE.BAD_CREDENTIALS',
        'the credential has been replaced; connect again',
      );
    }
    return judgeClaim(message, device, route);
  }

  /** By the time of its turn, not of its arrival: what it waited for its turn has been repaid meanwhile. */
  private async withinMessages(tenantId: string, maxHoldMs: number): Promise<boolean> {
    const quota = await this.quotaOf(tenantId);
    return this.held(quota.messages.take(1, this.parts.clock.nowMs(), maxHoldMs));
  }

  private async withinReadings(opened: Opened, tenantId: string, maxHoldMs: number): Promise<Opened> {
    if (opened.readings === 0) return opened;
    const quota = await this.quotaOf(tenantId);
    const nowMs = this.parts.clock.nowMs();
    if (await this.held(quota.readings.take(opened.readings, nowMs, maxHoldMs))) return opened;
    const refusal: Refusal = {
      reason: 'QUOTA.READINGS',
      detail: 'more readings than the tenant may send',
      readings: opened.readings,
    };
    return { frames: [], readings: 0, refusals: [...opened.refusals, refusal] };
  }

  private quotaOf(tenantId: string): TenantQuota | Promise<TenantQuota> {
    const { appender, quotas } = this.parts;
    const quota = quotas.of(tenantId);
    return quota instanceof Promise
      ? quota.catch(() => appender.insist(async () => quotas.of(tenantId)))
      : quota;
  }

  private async held(waitMs: number | null): Promise<boolean> {
    if (waitMs === null) return false;
    if (waitMs > 0) await this.parts.pause(waitMs, this.parts.appender.stopping);
    return true;
  }

  /** Makes the outcome durable, counts it, tells the device. */
  private async settle(
    message: InboundMessage,
    { device, route }: Judged,
    opened: Opened,
    nowMs: number,
  ): Promise<void> {
    const { appender, metrics } = this.parts;
    const appends: Promise<void>[] = [];
    if (device !== null && route !== null && opened.frames.length > 0) {
      const headers = { receivedMs: String(nowMs), door: route.door };
      appends.push(appender.append(TOPICS.frames.name, frameRecords(device, opened.frames, headers)));
    }
    const { refusals, events = [] } = opened;
    if (device !== null) {
      const key = deviceKey(device.tenantId, device.deviceId);
      const headers = { receivedMs: String(nowMs) };
      for (const { topic, value } of events) appends.push(appender.append(topic, [{ key, value, headers }]));
    }
    if (refusals.length > 0) {
      const records = rejectionRecords(originOf(device), message, refusals, nowMs);
      appends.push(appender.append(TOPICS.rejected.name, records));
    }
    if (appends.length === 1) await appends[0];
    else await Promise.all(appends);
    metrics.taken(opened.frames.length, opened.readings, refusals);
    if (refusals.length > 0) tell(message, device, refusals, nowMs);
    if (opened.reply !== undefined) message.reply(opened.reply.topic, opened.reply.payload);
  }
}

function tell(
  message: InboundMessage,
  device: DeviceEntry | null,
  refusals: readonly Refusal[],
  nowMs: number,
): void {
  if (device === null) return;
  message.reply(statusTopic(device.tenantId, device.deviceId), statusNotice(message.topic, refusals, nowMs));
}

function originOf(device: DeviceEntry | null): Origin {
  return { tenantId: device?.tenantId ?? null, deviceId: device?.deviceId ?? null };
}

function frameRecords(
  device: DeviceEntry,
  frames: readonly Uint8Array[],
  headers: Readonly<Record<string, string>>,
): LogRecord[] {
  const key = deviceKey(device.tenantId, device.deviceId);
  return frames.map((value) => ({ key, value, headers }));
}

function judgeClaim(message: InboundMessage, device: DeviceEntry, route: TopicRoute | null): Judged {
  if (device.disabled)
    return refuse(device, route, 'DEVICE.DISABLED', 'the device is switched off in the platform');
  const isOwn = route !== null && (route.tenantId === null || route.tenantId === device.tenantId);
  if (!isOwn && namesForeignTenant(message.topic, device.tenantId)) {
    return refuse(device, route, 'TENANT.MISMATCH', 'the topic names another tenant than the credential');
  }
  if (route === null) return refuse(device, route, 'TOPIC.NOT_ALLOWED', 'nothing is taken on this topic');
  if (route.deviceId !== null && route.deviceId !== device.deviceId) {
    return refuse(device, route, 'TOPIC.NOT_ALLOWED', 'the topic names another device than the credential');
  }
  const bytes = message.payload.length;
  if (bytes > MAX_PAYLOAD_BYTES) {
    return refuse(device, route, 'FRAME.TOO_LARGE', `${bytes} bytes, at most ${MAX_PAYLOAD_BYTES} are taken`);
  }
  return { device, route, refusal: null };
}

function refuse(
  device: DeviceEntry | null,
  route: TopicRoute | null,
  reason: Refusal['reason'],
  detail: string,
): Judged {
  return { device, route, refusal: { reason, detail, readings: 0 } };
}
