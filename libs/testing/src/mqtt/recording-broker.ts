import { createServer, type AddressInfo, type Server, type Socket } from 'node:net';
import { Aedes } from 'aedes';

/** A publish that the broker acknowledged. */
export interface RecordedPublish {
  readonly clientId: string;
  readonly topic: string;
  readonly payload: Buffer;
  /** The machine's wall clock when it came, epoch ms. */
  readonly atMs: number;
}

/**
 * An MQTT broker that keeps every publish it acknowledged. A client signs in with its client id as user name and the
 * broker's password. It can drop every connection and, while `accepting` is false, take no new one.
 */
export class RecordingBroker {
  readonly received: RecordedPublish[] = [];
  accepting = true;
  private readonly sockets = new Set<Socket>();
  private aedes!: Aedes;
  private server!: Server;

  constructor(private readonly password: string) {}

  /** Listens on a free loopback port; returns its URL. */
  async start(): Promise<string> {
    this.aedes = await Aedes.createBroker({
      authenticate: (client, username, password, done) =>
        done(null, username === client.id && password?.toString() === this.password),
      authorizePublish: (client, packet, done) => {
        if (client !== null) {
          const { topic, payload } = packet;
          this.received.push({ clientId: client.id, topic, payload: Buffer.from(payload), atMs: Date.now() });
        }
        done(null);
      },
    });
    this.server = createServer((socket) => {
      if (!this.accepting) return void socket.destroy();
      this.sockets.add(socket);
      socket.on('close', () => this.sockets.delete(socket));
      this.aedes.handle(socket);
    });
    await new Promise<void>((resolve) => this.server.listen(0, '127.0.0.1', resolve));
    return `mqtt://127.0.0.1:${(this.server.address() as AddressInfo).port}`;
  }

  /** Those that carried readings. */
  get frames(): readonly RecordedPublish[] {
    return this.received.filter(({ topic }) => topic.endsWith('/frames'));
  }

  dropAll(): void {
    for (const socket of this.sockets) socket.destroy();
  }

  /** Publishes JSON to whoever has subscribed. */
  publish(topic: string, message: unknown): void {
    const payload = Buffer.from(JSON.stringify(message));
    this.aedes.publish(
      { cmd: 'publish', qos: 1, dup: false, retain: false, topic, payload },
      () => undefined,
    );
  }

  async stop(): Promise<void> {
    this.dropAll();
    await new Promise<void>((resolve) => this.aedes.close(resolve));
    await new Promise((resolve) => this.server.close(resolve));
  }
}
