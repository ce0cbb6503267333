import { setTimeout as sleep } from 'node:timers/promises';
import { Logger } from '@nestjs/common';
import { connect, type IPublishPacket, type MqttClient } from 'mqtt';
import { AppError, errorCode, errorMessage, MINUTE_MS } from '@fettle/kernel';
import type { InFlightBudget } from '../intake/in-flight-budget';
import { isStatusNotice } from '../intake/rejections';
import type { TopicOwner } from '../topics/subscription';
import { devicePrefix } from '../topics/topic-route';
import type { Broker, MessageSink, OutboundMessage } from './broker';
import { OrderedAcks } from './ordered-acks';

/** Where the outside broker is, and who we are there. */
export interface OutsideBrokerOptions {
  /** `mqtt://` or `mqtts://`, with a user name if the broker wants one. */
  readonly url: string;
  /** Null: none, or part of the address. */
  readonly password: string | null;
  /** The same after a restart, another in each ingest process: the broker keeps what was not acknowledged under it. */
  readonly instance: string;
  /** Whether several ingest processes share the messages; otherwise this one alone gets them all. */
  readonly shared: boolean;
}

/** What a broker connection works with. */
export interface OutsideBrokerParts {
  readonly sink: MessageSink;
  readonly budget: InFlightBudget;
}

/** Members of this group share the messages. */
const SHARED = '$share/fettle-ingest/';
/** Topics that name tenant and device; the ThingsBoard one does not, and is the embedded broker's alone. */
const FILTERS = [
  ...['frames', 'json', 'status', 'events'].map((leaf) => `fettle/v1/+/+/${leaf}`),
  ...['spBv1.0/+/+/+', 'spBv1.0/+/+/+/+'],
];
const SHARED_FILTERS = FILTERS.map((filter) => SHARED + filter);
const RECEIVE_MAXIMUM = 4_000;
const SESSION_EXPIRY_S = 7 * 86_400;
const START_WITHIN_MS = MINUTE_MS / 2;
const RETRY_MS = 1_000;
const LOOK_EVERY_MS = 10;
const SEND_WITHIN_MS = 5_000;
/** MQTT 5, 3.4.2.1: the broker took it, but nobody is subscribed. */
const NO_MATCHING_SUBSCRIBERS = 0x10;
const STATUS_END = '/status';
/** Names no tenant: messages of all of them share this connection. */
const EVERYONE = '';

/**
 * Messages of an MQTT 5 broker. Our acknowledgement goes to the broker once the sink has settled; until then the broker
 * keeps the message under our session and gives it to us again after a crash. The broker itself must authenticate
 * devices and hold each to its own topics: the topic is the only credential that arrives here.
 *
 * One connection: what waited while we were away comes in the order in which it was sent. Over several, each would empty
 * its part of the queue at its own pace, and one device's readings would come later than their windows wait for them.
 */
export class OutsideBroker implements Broker {
  private readonly logger = new Logger('OutsideBroker');
  private client: MqttClient | null = null;
  /** The connection on which the broker has confirmed our subscriptions. */
  private subscribedOn: unknown = null;
  private stopping = false;
  /** Messages of ours that the broker took although nobody is subscribed: mqtt.js does not hand the code on. */
  private readonly unheard = new Set<number>();

  constructor(
    private readonly parts: OutsideBrokerParts,
    private readonly options: OutsideBrokerOptions,
  ) {}

  async start(): Promise<void> {
    const client = this.open();
    this.client = client;
    const deadline = performance.now() + START_WITHIN_MS;
    while (!this.flows()) {
      if (performance.now() > deadline) {
        await this.stop();
        throw unavailable('the broker (FETTLE_MQTT_URL) does not answer');
      }
      await sleep(LOOK_EVERY_MS);
    }
  }

  async check(): Promise<void> {
    if (!this.flows()) throw unavailable('the connection to the broker is down, or not subscribed');
  }

  connections(): number {
    return this.flows() ? 1 : 0;
  }

  /** The broker's acknowledgement tells whether anybody listens; at QoS 0 it tells nothing, and somebody is believed to. */
  async send(device: TopicOwner, message: OutboundMessage): Promise<boolean> {
    const { client } = this;
    if (client === null || !this.flows()) throw unavailable('the connection to the broker is down');
    const topic = devicePrefix(device.tenantId, device.deviceId) + message.leaf;
    const properties = { messageExpiryInterval: Math.max(1, Math.ceil(message.expiresInS)) };
    const heard = client
      .publishAsync(topic, message.payload, { qos: message.qos, properties })
      .then((packet) => !this.unheard.delete(packet?.messageId ?? 0));
    const outcome = await Promise.race([heard, sleep(SEND_WITHIN_MS, null, { ref: false })]).catch(
      (cause: unknown) => {
        throw unavailable(`a message to a device was not taken: ${errorMessage(cause)}`);
      },
    );
    if (outcome === null) throw unavailable('the broker does not acknowledge');
    return outcome;
  }

  /** The session stays at the broker, so that what comes meanwhile waits for the next start. */
  async stop(): Promise<void> {
    this.stopping = true;
    const { client } = this;
    this.client = null;
    await client?.endAsync(true);
  }

  private flows(): boolean {
    const { client } = this;
    return client !== null && client.connected && this.subscribedOn === client.stream;
  }

  private open(): MqttClient {
    const { url, password, instance } = this.options;
    const client = connect(url, {
      ...(password === null ? {} : { password }),
      protocolVersion: 5,
      clientId: `fettle-ingest-${instance}`,
      clean: false,
      resubscribe: false,
      properties: { sessionExpiryInterval: SESSION_EXPIRY_S, receiveMaximum: RECEIVE_MAXIMUM },
      reconnectPeriod: 500,
      keepalive: 60,
    });
    client.on('error', (error) => this.logger.warn(`broker: ${error.message}`));
    client.on('connect', () => void this.subscribe(client));
    client.on('packetreceive', (packet) => {
      if (packet.cmd === 'puback' && packet.reasonCode === NO_MATCHING_SUBSCRIBERS)
        this.unheard.add(packet.messageId!);
    });
    let { stream } = client;
    let acks = acksOn(client);
    client.handleMessage = (packet, next) => {
      if (client.stream !== stream) [stream, acks] = [client.stream, acksOn(client)];
      this.take(client, acks, packet, next);
    };
    return client;
  }

  /**
   * On every connection, though the session is kept: Mosquitto forgets shared subscriptions when it is restarted, and
   * still says that it knows us.
   */
  private async subscribe(client: MqttClient): Promise<void> {
    const { stream } = client;
    const [wanted, former] = this.options.shared ? [SHARED_FILTERS, FILTERS] : [FILTERS, SHARED_FILTERS];
    try {
      await client.subscribeAsync(wanted, { qos: 1 });
      await client.unsubscribeAsync(former);
      this.subscribedOn = stream;
    } catch (error) {
      if (this.stopping || client.stream !== stream || !client.connected) return;
      this.logger.error(`not subscribed: ${errorMessage(error)}`);
      await sleep(RETRY_MS);
      if (!this.stopping && client.stream === stream && client.connected) client.reconnect();
    }
  }

  /**
   * mqtt.js acknowledges when `next` is called without an error, and takes the next packet when it is called at all: the
   * error says "not yet", and the acknowledgement follows by itself. While the budget is full nothing more is taken.
   */
  private take(
    client: MqttClient,
    acks: OrderedAcks,
    packet: IPublishPacket,
    next: (error?: Error) => void,
  ): void {
    const payload = typeof packet.payload === 'string' ? Buffer.from(packet.payload) : packet.payload;
    const acknowledged = packet.qos > 0 ? acks.expect(packet.messageId!) : (): void => undefined;
    if (packet.topic.endsWith(STATUS_END) && isStatusNotice(payload)) {
      acknowledged();
      return next(packet.qos > 0 ? NOT_YET : undefined);
    }
    this.parts.budget.enter(EVERYONE, payload.length);
    const reply = (topic: string, text: string | Uint8Array): void => {
      client.publish(topic, typeof text === 'string' ? text : Buffer.from(text), { qos: 0 });
    };
    this.parts
      .sink({ topic: packet.topic, payload, sender: null, maxHoldMs: 0, reply })
      .then(acknowledged, (error: unknown) => this.unacknowledged(client, error))
      .finally(() => this.parts.budget.leave(EVERYONE, payload.length));
    this.whenRoom(() => next(packet.qos > 0 ? NOT_YET : undefined));
  }

  /** The broker sends again what was not acknowledged only on a new connection. */
  private unacknowledged(client: MqttClient, error: unknown): void {
    if (this.stopping || errorCode(error) === 'INGEST.STOPPING') return;
    this.logger.error(`not acknowledged: ${errorMessage(error)}`);
    client.reconnect();
  }

  private whenRoom(go: () => void): void {
    if (!this.parts.budget.isFull(EVERYONE)) go();
    else setTimeout(() => this.whenRoom(go), LOOK_EVERY_MS);
  }
}

const NOT_YET = new Error('acknowledged once durable');

/** Packet ids belong to the connection that they came on: on the next they may name other messages. */
function acksOn(client: MqttClient): OrderedAcks {
  const { stream } = client;
  return new OrderedAcks((messageId) => {
    if (!client.connected || client.stream !== stream) return;
    client['_sendPacket']({ cmd: 'puback', messageId, reasonCode: 0 });
  });
}

function unavailable(message: string): AppError {
  return new AppError('MQTT.UNAVAILABLE', message, { retryable: true });
}
