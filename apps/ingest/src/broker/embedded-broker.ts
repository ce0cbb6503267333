import { createServer, type Server, type Socket } from 'node:net';
import { Logger } from '@nestjs/common';
import type { Client, Connection, ConnectPacket, PublishPacket, Subscription } from 'aedes';
import { AppError, errorCode, errorMessage } from '@fettle/kernel';
import type { InFlightBudget } from '../intake/in-flight-budget';
import { listensTo, mayReceive, type TopicOwner } from '../topics/subscription';
import { devicePrefix } from '../topics/topic-route';
import type { Admission } from './admission';
import type { Broker, MessageSink, OutboundMessage } from './broker';
import { HeldSockets } from './held-sockets';
import { IngestAedes } from './ingest-aedes';
import { MeteredSocket } from './metered-socket';
import { type Session, Sessions } from './sessions';

/** Where the broker listens and what it grants at most. */
export interface EmbeddedBrokerOptions {
  readonly host: string;
  /** 0: any free port. */
  readonly port: number;
  readonly maxConnections: number;
}

/** What the embedded broker works with. */
export interface EmbeddedBrokerParts {
  readonly sink: MessageSink;
  readonly admission: Admission;
  readonly budget: InFlightBudget;
  /** True while a tenant's connections should not be read. */
  readonly isSlowed: (tenantId: string) => boolean;
}

/** A packet that announces more than this ends the connection. Between it and a payload's limit the device is told. */
export const MAX_PACKET_BYTES = 262_144;
/** Before a device is known: room for CONNECT with credentials and a will. */
const MAX_FIRST_PACKET_BYTES = 8_192;
/** One connection's bytes in flight beyond which it is not read. */
const MAX_CONNECTION_IN_FLIGHT_BYTES = 65_536;
/** What a message takes besides its payload, roughly. */
const MESSAGE_OVERHEAD_BYTES = 512;
/** Shorter than any keep-alive in use. */
const MAX_HOLD_MS = 10_000;
const CONNECT_TIMEOUT_MS = 10_000;
const DRAIN_ON_STOP_MS = 5_000;
/** A device that does not read for this long does not listen. */
const SEND_WITHIN_MS = 5_000;

/**
 * An MQTT 3.1.1 broker in this process. It holds each PUBACK until the sink has settled; a connection whose message
 * cannot be made durable is closed without it, so that the device sends again. Slow senders are slowed by TCP: memory in
 * flight is bounded by connection, tenant and process.
 */
export class EmbeddedBroker implements Broker {
  private readonly logger = new Logger('EmbeddedBroker');
  private readonly sessions = new Sessions();
  private readonly held = new HeldSockets();
  private readonly sockets = new Map<Connection, MeteredSocket>();
  private aedes: IngestAedes | null = null;
  private server: Server | null = null;

  constructor(
    private readonly parts: EmbeddedBrokerParts,
    private readonly options: EmbeddedBrokerOptions,
  ) {}

  async start(): Promise<void> {
    this.aedes = new IngestAedes({
      connectTimeout: CONNECT_TIMEOUT_MS,
      maxClientsIdLength: 65_535,
      maxTopicLevels: 16,
      maxInflightInbound: 20,
      preConnect: (client, packet, done) => this.beforeConnect(client, packet, done),
      authenticate: (client, username, password, done) => {
        this.authenticate(client, username, password).then(
          () => done(null, true),
          (error: unknown) => done(refusalOf(error), false),
        );
      },
      authorizePublish: (client, packet, done) => this.publish(client, packet, done),
      authorizeSubscribe: (client, subscription, done) => {
        this.subscribe(client, subscription).then(
          (granted) => done(null, granted),
          () => done(null, null),
        );
      },
      authorizeForward: (client, packet) => {
        const session = this.sessions.of(client);
        return session !== undefined && mayReceive(packet.topic, session) ? packet : null;
      },
    });
    this.aedes.on('unsubscribe', (filters, client) => {
      for (const filter of filters) this.sessions.of(client)?.filters.delete(filter);
    });
    await this.aedes.listen();
    await this.open();
  }

  /** The port that is listened on. Throws when it is not. */
  get port(): number {
    const address = this.server?.address();
    if (address === null || address === undefined || typeof address === 'string') {
      throw new AppError('MQTT.UNAVAILABLE', 'the broker does not listen', { retryable: true });
    }
    return address.port;
  }

  async check(): Promise<void> {
    void this.port;
  }

  connections(): number {
    return this.sessions.size;
  }

  /** Straight to the device's own connections: one that does not read holds up nobody else. */
  async send(device: TopicOwner, message: OutboundMessage): Promise<boolean> {
    if (this.server === null) {
      throw new AppError('MQTT.UNAVAILABLE', 'the broker does not listen', { retryable: true });
    }
    const topic = devicePrefix(device.tenantId, device.deviceId) + message.leaf;
    const listeners = this.sessions
      .ofDevice(device.deviceId)
      .filter(
        ([{ filters, tenantId }]) => tenantId === device.tenantId && listensTo(filters, device, message.leaf),
      );
    const handed = await Promise.all(listeners.map(([, client]) => handOver(client, topic, message)));
    return handed.includes(true);
  }

  async stop(): Promise<void> {
    const { server, aedes } = this;
    this.server = null;
    this.held.stop();
    const closed = new Promise<void>((resolve) => (server ? server.close(() => resolve()) : resolve()));
    for (let waitedMs = 0; this.parts.budget.count > 0 && waitedMs < DRAIN_ON_STOP_MS; waitedMs += 20) {
      await new Promise((resolve) => setTimeout(resolve, 20));
    }
    await new Promise<void>((resolve) => (aedes ? aedes.close(resolve) : resolve()));
    // Those that never sent a CONNECT are none of aedes' clients.
    for (const socket of [...this.sockets.keys()]) socket.destroy();
    await closed;
  }

  private async open(): Promise<void> {
    const { host, port, maxConnections } = this.options;
    const server = createServer({ highWaterMark: 16_384, noDelay: true, keepAlive: true }, (socket) =>
      this.accept(socket),
    );
    server.maxConnections = maxConnections;
    await new Promise<void>((resolve, reject) => {
      server.once('error', (cause: NodeJS.ErrnoException) => {
        const taken = cause.code === 'EADDRINUSE' || cause.code === 'EACCES';
        const code = taken ? 'MQTT.PORT_TAKEN' : 'MQTT.UNAVAILABLE';
        reject(
          new AppError(code, `cannot listen on ${host}:${port} (FETTLE_MQTT_PORT): ${cause.message}`, {
            cause,
          }),
        );
      });
      server.listen(port, host, resolve);
    });
    server.on('error', (error) => this.logger.error(error.message));
    this.server = server;
    this.held.start();
  }

  private accept(socket: Socket): void {
    socket.on('error', () => undefined);
    let client: Client | null = null;
    const metered = new MeteredSocket(socket, MAX_FIRST_PACKET_BYTES, {
      maxInFlightBytes: MAX_CONNECTION_IN_FLIGHT_BYTES,
      mayRead: () => this.mayRead(this.sessions.of(client)),
      onHeld: (held) => this.held.add(held),
      onOversize: (bytes) => {
        const session = this.sessions.of(client);
        if (session !== undefined) this.parts.admission.cutOff(session, bytes);
      },
    });
    this.sockets.set(socket, metered);
    socket.once('close', () => this.sockets.delete(socket));
    client = this.aedes?.handle(socket) ?? null;
  }

  private mayRead(session: Session | undefined): boolean {
    if (this.server === null) return false;
    if (session === undefined) return true;
    return !this.parts.budget.isFull(session.tenantId) && !this.parts.isSlowed(session.tenantId);
  }

  /**
   * aedes ends an older connection of the same client id. Ids are made the user's own here, or anyone could end anyone's
   * connection by taking its id. No session outlives its connection: it would be kept in memory, for as many ids as a
   * device cares to invent; CONNACK says so, and clients subscribe again.
   */
  private beforeConnect(
    client: Client,
    packet: ConnectPacket,
    done: (error: Error | null, proceed: boolean) => void,
  ): void {
    packet.clean = true;
    if (packet.clientId !== '') packet.clientId = `${packet.username ?? ''}\n${packet.clientId}`;
    done(null, this.sockets.has(client.conn));
  }

  private async authenticate(
    client: Client,
    username: string | undefined,
    password: Buffer | undefined,
  ): Promise<void> {
    const socket = this.sockets.get(client.conn)!;
    const address = (client.conn as Socket).remoteAddress ?? '';
    const clientId = client.id.slice(client.id.indexOf('\n') + 1);
    const sender = await this.parts.admission.login({ clientId, username, password, address });
    const { tenantId, deviceId } = sender;
    if (client.closed) return;
    const session: Session = { tenantId, deviceId, sender, socket, filters: new Set() };
    if (!this.sessions.add(client, session)) {
      throw new AppError('MQTT.TOO_MANY_CONNECTIONS', 'the device has too many connections');
    }
    client.conn.once('close', () => this.sessions.ended(session));
    socket.maxPacketBytes = MAX_PACKET_BYTES;
  }

  private publish(client: Client | null, packet: PublishPacket, done: (error?: Error | null) => void): void {
    const session = this.sessions.of(client);
    if (session === undefined || client === null) return done(new Error('not authenticated'));
    const payload = typeof packet.payload === 'string' ? Buffer.from(packet.payload) : packet.payload;
    const bytes = payload.length + MESSAGE_OVERHEAD_BYTES;
    this.parts.budget.enter(session.tenantId, bytes);
    session.socket.enter(bytes);
    const leave = (): void => {
      this.parts.budget.leave(session.tenantId, bytes);
      session.socket.leave(bytes);
    };
    const reply = (topic: string, text: string | Uint8Array): void => this.tell(topic, text);
    this.parts
      .sink({ topic: packet.topic, payload, sender: session.sender, maxHoldMs: MAX_HOLD_MS, reply })
      .then(
        () => {
          done(null);
          leave();
        },
        (error: unknown) => {
          leave();
          if (errorCode(error) !== 'INGEST.STOPPING')
            this.logger.error(`not acknowledged: ${errorMessage(error)}`);
          client.close();
        },
      );
  }

  private async subscribe(client: Client, subscription: Subscription): Promise<Subscription | null> {
    const session = this.sessions.of(client);
    if (session === undefined) return null;
    const reply = (topic: string, text: string | Uint8Array): void => this.tell(topic, text);
    const granted = await this.parts.admission.mayListen(session, subscription.topic, session.filters, reply);
    return granted ? subscription : null;
  }

  private tell(topic: string, payload: string | Uint8Array): void {
    this.aedes?.send(topic, typeof payload === 'string' ? payload : Buffer.from(payload), () => undefined);
  }
}

/** True once it is written to the connection, false when that takes too long. */
function handOver(client: Client, topic: string, { payload, qos }: OutboundMessage): Promise<boolean> {
  return new Promise((resolve) => {
    const late = setTimeout(() => resolve(false), SEND_WITHIN_MS);
    late.unref();
    client.publish({ cmd: 'publish', topic, payload, qos, retain: false, dup: false }, (error) => {
      clearTimeout(late);
      resolve(error === undefined || error === null);
    });
  });
}

/** CONNACK return codes (MQTT 3.1.1, 3.2.2.3): 3 server unavailable, 4 bad credentials, 5 not authorized. */
function refusalOf(error: unknown): Error & { returnCode: number } {
  const code = errorCode(error);
  const returnCode =
    code === 'DEVICE.BAD_CREDENTIALS' || code === 'DEVICE.UNKNOWN' ? 4 : code.startsWith('DEVICE.') ? 5 : 3;
  return Object.assign(new Error(errorMessage(error)), { returnCode });
}
