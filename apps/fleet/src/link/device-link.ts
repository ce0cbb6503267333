import { connect, type MqttClient } from 'mqtt';
import { NOTICE_TYPE } from '@fettle/contracts';
import type { Random } from '@fettle/kernel';
import { reconnectDelayMs } from './backoff';
import { Semaphore } from './semaphore';

/** What a device signs in with; the user name and client id are its own id. */
export interface DeviceCredentials {
  readonly deviceId: string;
  readonly username: string;
  readonly password: string;
  readonly tenantId: string;
}

/** What every link of one process shares: the broker, chance, how many may be signing in at once, and the counts. */
export interface LinkContext {
  readonly mqttUrl: string;
  readonly random: Random;
  readonly signIns: Semaphore;
  readonly counters: LinkCounters;
}

export interface LinkCounters {
  connected: number;
  reconnects: number;
  refused: number;
  framesAcknowledged: number;
  /** Messages on the devices' status topics: each tells a rejected frame. */
  rejections: number;
  lastError: string | null;
}

/** The device behind a link. */
export interface LinkedDevice {
  /** What it says of itself on each connection. */
  hello(): object;
  onCommand(payload: Buffer): void;
}

interface Pending {
  readonly payload: Uint8Array;
  readonly done: () => void;
}

/**
 * One device's MQTT connection. A payload given to `send` goes out at QoS 1, in order, and again after every reconnect,
 * until the broker has acknowledged it; `send` resolves then. Reconnects by itself with backoff and jitter.
 */
export class DeviceLink {
  private readonly framesTopic: string;
  private readonly pending = new Map<number, Pending>();
  private nextId = 0;
  private client: MqttClient | null = null;
  private attempt = 0;
  private timer: NodeJS.Timeout | null = null;
  private closed = false;
  private up = false;

  constructor(
    private readonly context: LinkContext,
    private readonly credentials: DeviceCredentials,
    private readonly device: LinkedDevice,
  ) {
    this.framesTopic = this.topic('frames');
  }

  /** Starts connecting, at once or after a while; sends made meanwhile wait. */
  open(delayMs = 0): void {
    this.closed = false;
    this.timer = setTimeout(() => void this.connect(), delayMs);
  }

  send(payload: Uint8Array): Promise<void> {
    return new Promise((resolve) => {
      const id = this.nextId++;
      this.pending.set(id, { payload, done: resolve });
      if (this.up) this.publish(id);
    });
  }

  /** A message for the status topic; lost when the line is down, since a new connection says it all again. */
  say(status: object): void {
    this.client?.publish(this.topic('status'), JSON.stringify(status), { qos: 1 });
  }

  /** Payloads sent but not acknowledged. */
  get unacknowledged(): number {
    return this.pending.size;
  }

  /** Leaves the broker; what is not acknowledged stays and goes out after the next `open`. */
  async close(): Promise<void> {
    this.closed = true;
    if (this.timer !== null) clearTimeout(this.timer);
    const { client } = this;
    this.forget();
    if (client !== null) await client.endAsync(true);
  }

  private async connect(): Promise<void> {
    const release = await this.context.signIns.acquire();
    if (this.closed) return release();
    const { deviceId, username, password } = this.credentials;
    const client = connect(this.context.mqttUrl, {
      clientId: deviceId,
      username,
      password,
      protocolVersion: 4,
      clean: true,
      reconnectPeriod: 0,
      connectTimeout: 20_000,
      keepalive: 60,
      resubscribe: false,
    });
    this.client = client;
    client.on('connect', () => {
      release();
      if (this.client === client) this.connected(client);
    });
    client.on('message', (topic, payload) => this.received(topic, payload));
    client.on('error', (error) => {
      this.context.counters.lastError = error.message;
      if ('code' in error && typeof error.code === 'number') this.context.counters.refused += 1;
    });
    client.on('close', () => {
      release();
      if (this.client === client) this.lost(client);
    });
  }

  private connected(client: MqttClient): void {
    this.attempt = 0;
    this.up = true;
    this.context.counters.connected += 1;
    client.subscribe([this.topic('commands'), this.topic('status')], { qos: 1 });
    this.say(this.device.hello());
    for (const id of this.pending.keys()) this.publish(id);
  }

  private publish(id: number): void {
    const { client } = this;
    const entry = this.pending.get(id);
    if (client === null || entry === undefined) return;
    client.publish(this.framesTopic, entry.payload as Buffer, { qos: 1 }, (error) => {
      if (error || !this.pending.delete(id)) return;
      this.context.counters.framesAcknowledged += 1;
      entry.done();
    });
  }

  private received(topic: string, payload: Buffer): void {
    if (topic.endsWith('/commands')) this.device.onCommand(payload);
    else if (isRejection(payload)) this.context.counters.rejections += 1;
  }

  private lost(client: MqttClient): void {
    this.forget();
    client.end(true);
    if (this.closed) return;
    this.context.counters.reconnects += 1;
    this.timer = setTimeout(() => void this.connect(), reconnectDelayMs(this.attempt++, this.context.random));
  }

  private forget(): void {
    if (this.up) this.context.counters.connected -= 1;
    this.up = false;
    this.client = null;
  }

  private topic(name: string): string {
    return `fettle/v1/${this.credentials.tenantId}/${this.credentials.deviceId}/${name}`;
  }
}

/** An outside broker gives a device its own words back as well: those are no rejections. */
function isRejection(payload: Buffer): boolean {
  return payload.toString('utf8', 0, 32).startsWith(`{"type":"${NOTICE_TYPE}"`);
}
