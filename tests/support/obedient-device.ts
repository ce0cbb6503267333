import type { DeviceCommandResponse, DeviceStatus } from '@fettle/contracts';
import { decodeChunk } from '@fettle/model-package';
import { connect, type MqttClient } from 'mqtt';
import type { DeviceLogin } from './stubborn-device';

/** As the firmware asks: a few chunks, and again when they do not come. */
const CHUNKS_AT_ONCE = 4;
const ASK_AGAIN_MS = 2_000;
/** The platform's reason where a start proves a reboot. */
const CAME_BACK = 'it came back';
/** What it finds too slow. */
const LONGEST_INTERVAL_MS = 3_600_000;

interface Order {
  readonly id: string;
  readonly command: string;
  readonly milliseconds?: number;
  readonly package?: string;
  readonly bytes?: number;
}

interface Download {
  readonly packageId: string;
  readonly totalBytes: number;
  readonly pieces: Uint8Array[];
  received: number;
  askedEnd: number;
}

/**
 * A device as ARCHITECTURE.md asks for it, by a real MQTT client that goes on through anything. It knows a command by its id,
 * does it once and answers each time; says hello on each connection; reboots without an answer; asks for chunks where it
 * stopped.
 */
export class ObedientDevice {
  /** By id: how often each command came. */
  readonly heard = new Map<string, number>();
  /** The package, once it is whole. */
  installed: Buffer | null = null;
  /** Bytes of chunks that it had already, or that were not the next. */
  wastedBytes = 0;
  private readonly refusals = new Map<string, string>();
  private boot = 1;
  private client: MqttClient;
  private download: Download | null = null;
  private timer: NodeJS.Timeout | undefined;

  constructor(
    private readonly mqttUrl: string,
    private readonly login: DeviceLogin,
  ) {
    this.client = this.connect();
  }

  async close(): Promise<void> {
    clearTimeout(this.timer);
    await this.client.endAsync(true);
  }

  private connect(): MqttClient {
    const client = connect(this.mqttUrl, {
      ...this.login.mqtt,
      reconnectPeriod: 150,
      connectTimeout: 3_000,
      clean: false,
      resubscribe: false,
    });
    client.on('error', () => undefined);
    client.on('connect', () => void this.arrive(client));
    client.on('message', (topic, payload) => {
      if (client !== this.client) return;
      if (topic.endsWith('/commands')) this.obey(JSON.parse(payload.toString()) as Order);
      else if (topic.endsWith('/models')) this.take(payload);
    });
    return client;
  }

  private async arrive(client: MqttClient): Promise<void> {
    const topics = ['commands', 'models'].map((leaf) => this.topic(leaf));
    const granted = await client.subscribeAsync(topics, { qos: 1 }).catch(() => null);
    if (granted === null || client !== this.client) return;
    const { boot } = this;
    this.say({ type: 'hello', firmware: 'obedient', model: '', package: '', slot: '-', boot });
    this.ask();
  }

  private say(status: DeviceStatus): void {
    this.client.publish(this.topic('status'), JSON.stringify(status), { qos: 1 });
  }

  private obey(order: Order): void {
    const { id, command } = order;
    if (command === 'time') return;
    this.heard.set(id, (this.heard.get(id) ?? 0) + 1);
    if (this.heard.get(id) === 1) {
      this.carryOut(order);
      if (command === 'reboot') return;
    }
    const refusal = this.refusals.get(id);
    this.say({
      ...{ type: 'command', id, reason: refusal ?? '' },
      result: refusal === undefined ? 'done' : 'refused',
    });
  }

  private carryOut({ id, command, milliseconds, package: packageId, bytes }: Order): void {
    if (command === 'reboot') return this.reboot();
    if (command === 'install') {
      this.download = { packageId: packageId!, totalBytes: bytes!, pieces: [], received: 0, askedEnd: 0 };
      return this.ask();
    }
    if (command === 'interval' && milliseconds! > LONGEST_INTERVAL_MS) this.refusals.set(id, 'too slow');
  }

  /** What was on its way is lost with it, as in a device without flash; what it had received it keeps. */
  private reboot(): void {
    this.boot++;
    const before = this.client;
    before.end(true, () => undefined);
    this.client = this.connect();
  }

  private ask(): void {
    const { download } = this;
    clearTimeout(this.timer);
    if (download === null || this.installed !== null) return;
    const { packageId, totalBytes, received } = download;
    const missing = Math.ceil((totalBytes - received) / 1_024);
    const count = Math.min(CHUNKS_AT_ONCE, missing);
    download.askedEnd = Math.min(totalBytes, received + count * 1_024);
    this.say({ type: 'chunk', package: packageId, offset: received, count });
    this.timer = setTimeout(() => this.ask(), ASK_AGAIN_MS);
  }

  private take(payload: Uint8Array): void {
    const { download } = this;
    const { offset, data } = decodeChunk(payload);
    if (download === null || this.installed !== null || offset !== download.received) {
      this.wastedBytes += data.length;
      return;
    }
    download.pieces.push(Uint8Array.from(data));
    download.received += data.length;
    const state = { type: 'package', package: download.packageId, reason: '' } as const;
    if (download.received === download.totalBytes) {
      clearTimeout(this.timer);
      this.installed = Buffer.concat(download.pieces);
      this.say({ ...state, state: 'active' });
    } else if (download.received === download.askedEnd) {
      this.say({ ...state, state: 'receiving', offset: download.received });
      this.ask();
    }
  }

  private topic(leaf: string): string {
    return `fettle/v1/${this.login.tenantId}/${this.login.id}/${leaf}`;
  }
}

/** Orders that differ: some are refused, some are never answered but by the next hello. */
export function ordersFor(i: number): object {
  const kinds = [
    { command: 'identify' },
    { command: 'reboot' },
    { command: 'interval', milliseconds: 500 },
    { command: 'interval', milliseconds: 2 * LONGEST_INTERVAL_MS },
  ];
  return kinds[i % kinds.length]!;
}

/** Every command ended as the device has it, and came; a reboot may have been done by a start for another order. */
export function expectObeyed(device: ObedientDevice, ends: readonly DeviceCommandResponse[]): void {
  for (const { id, command, state, reason, settledAt } of ends) {
    const isSlow = command.command === 'interval' && command.milliseconds > LONGEST_INTERVAL_MS;
    const isProven = command.command === 'reboot' && reason === CAME_BACK;
    expect({ command, state, reason }).toMatchObject(
      isSlow
        ? { state: 'refused', reason: 'too slow' }
        : { state: 'done', reason: isProven ? CAME_BACK : '' },
    );
    expect(settledAt).not.toBeNull();
    if (!isProven) expect([id, device.heard.get(id)]).toEqual([id, expect.any(Number)]);
  }
}
