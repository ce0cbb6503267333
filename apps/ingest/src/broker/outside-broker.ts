import { Logger } from '@nestjs/common';
import { connect, type IPublishPacket, type MqttClient } from 'mqtt';
import { AppError, errorCode, errorMessage, MINUTE_MS } from '@fettle/kernel';
import type { InFlightBudget } from '../intake/in-flight-budget';
import type { Broker, MessageSink } from './broker';
import { OrderedAcks } from './ordered-acks';

/** Where the outside broker is, and who we are there. */
export interface OutsideBrokerOptions {
  /** `mqtt://` or `mqtts://`, with a user name if the broker wants one. */
  readonly url: string;
  /** Null: none, or part of the address. */
  readonly password: string | null;
  /** The same after a restart, another in each ingest process: the broker keeps what was not acknowledged under it. */
  readonly instance: string;
}

/** What a broker connection works with. */
export interface OutsideBrokerParts {
  readonly sink: MessageSink;
  readonly budget: InFlightBudget;
}

/** Members of this group share the messages. */
const SHARED = '$share/fettle-ingest/';
/** Topics that name tenant and device; the ThingsBoard one does not, and is the embedded broker's alone. */
const FILTERS = ['fettle/v1/+/+/frames', 'fettle/v1/+/+/json', 'spBv1.0/+/+/+', 'spBv1.0/+/+/+/+'];
const CONNECTIONS = 4;
const RECEIVE_MAXIMUM = 1_000;
const SESSION_EXPIRY_S = 7 * 86_400;
const CONNECT_WITHIN_MS = MINUTE_MS / 2;
const LOOK_EVERY_MS = 10;
/** Names no tenant: messages of all of them share these connections. */
const EVERYONE = '';

/**
 * Messages of an MQTT 5 broker, by shared subscription. Our acknowledgement goes to the broker once the sink has settled;
 * until then the broker keeps the message under our session and gives it to us again after a crash. The broker itself
 * must authenticate devices and hold each to its own topics: the topic is the only credential that arrives here.
 */
export class OutsideBroker implements Broker {
  private readonly logger = new Logger('OutsideBroker');
  private clients: MqttClient[] = [];
  private stopping = false;

  constructor(
    private readonly parts: OutsideBrokerParts,
    private readonly options: OutsideBrokerOptions,
  ) {}

  async start(): Promise<void> {
    this.clients = Array.from({ length: CONNECTIONS }, (_, n) => this.open(n));
    await Promise.all(this.clients.map((client) => this.subscribed(client))).catch(async (error: unknown) => {
      await this.stop();
      throw error;
    });
  }

  async check(): Promise<void> {
    const down = this.clients.filter((client) => !client.connected).length;
    if (down > 0 || this.clients.length === 0) {
      throw new AppError('MQTT.UNAVAILABLE', `${down} of ${CONNECTIONS} connections to the broker are down`, {
        retryable: true,
      });
    }
  }

  connections(): number {
    return this.clients.filter((client) => client.connected).length;
  }

  /** Sessions stay at the broker, so that what comes meanwhile waits for the next start. */
  async stop(): Promise<void> {
    this.stopping = true;
    const { clients } = this;
    this.clients = [];
    await Promise.all(clients.map((client) => client.endAsync(true)));
  }

  private open(n: number): MqttClient {
    const { url, password, instance } = this.options;
    const client = connect(url, {
      ...(password === null ? {} : { password }),
      protocolVersion: 5,
      clientId: `fettle-ingest-${instance}-${n}`,
      clean: false,
      properties: { sessionExpiryInterval: SESSION_EXPIRY_S, receiveMaximum: RECEIVE_MAXIMUM },
      reconnectPeriod: 500,
      keepalive: 60,
    });
    client.on('error', (error) => this.logger.warn(`broker: ${error.message}`));
    const acks = new OrderedAcks((messageId) => acknowledge(client, messageId));
    client.on('close', () => acks.reset());
    client.handleMessage = (packet, next) => this.take(client, acks, packet, next);
    return client;
  }

  private async subscribed(client: MqttClient): Promise<void> {
    if (!client.connected) await connected(client);
    await client.subscribeAsync(
      FILTERS.map((filter) => SHARED + filter),
      { qos: 1 },
    );
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

function acknowledge(client: MqttClient, messageId: number): void {
  if (client.connected) client['_sendPacket']({ cmd: 'puback', messageId, reasonCode: 0 });
}

async function connected(client: MqttClient): Promise<void> {
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<never>((_, reject) => {
    const error = new AppError('MQTT.UNAVAILABLE', 'the broker (FETTLE_MQTT_URL) does not answer', {
      retryable: true,
    });
    timer = setTimeout(() => reject(error), CONNECT_WITHIN_MS);
  });
  try {
    await Promise.race([new Promise<void>((resolve) => client.once('connect', () => resolve())), late]);
  } finally {
    clearTimeout(timer);
  }
}
