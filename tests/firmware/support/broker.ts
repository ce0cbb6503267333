import { Aedes } from 'aedes';
import { createServer, type Server, type Socket } from 'node:net';
import { type DecodedFrame, decodeFrame } from '@fettle/frame';

/** One reading of the device, as the platform would count it. */
export interface Sample {
  readonly bootId: number;
  readonly sequence: number;
  readonly timeMs: number;
  /** By signal id: the column's integers. */
  readonly numbers: ReadonlyMap<number, number>;
}

export interface Received {
  readonly topic: string;
  readonly payload: Buffer;
  readonly dup: boolean;
}

/** A real broker in this process that can be stopped and started on its port, and keeps what came. */
export class TestBroker {
  /** Every message, those that were sent again among them. */
  readonly received: Received[] = [];
  /** Logins that were turned down, and connections that were made. */
  refused = 0;
  connections = 0;
  /** Acknowledgements to swallow from now on. */
  swallow = 0;
  private readonly sockets = new Set<Socket>();
  private aedes: Aedes | undefined;
  private server: Server | undefined;

  private constructor(readonly port: number) {}

  /** `port` 0: any that is free. */
  static async open(login: { user: string; password: string }): Promise<TestBroker> {
    const free = createServer();
    await new Promise<void>((resolve) => free.listen(0, '127.0.0.1', resolve));
    const { port } = free.address() as { port: number };
    await new Promise((resolve) => free.close(resolve));
    const broker = new TestBroker(port);
    await broker.start(login);
    return broker;
  }

  async start(login: { user: string; password: string }): Promise<void> {
    const aedes = await Aedes.createBroker({
      authenticate: (_client, user, password, done) => {
        const isKnown = user === login.user && password?.toString() === login.password;
        if (!isKnown) this.refused++;
        done(null, isKnown);
      },
    });
    aedes.on('publish', (packet, client) => {
      if (client === null) return;
      const { topic, payload, dup } = packet;
      this.received.push({ topic, payload: Buffer.from(payload as Buffer), dup });
    });
    this.aedes = aedes;
    this.server = createServer((socket) => {
      this.sockets.add(socket);
      this.connections++;
      socket.on('close', () => this.sockets.delete(socket));
      socket.on('error', () => undefined);
      this.swallowing(socket);
      aedes.handle(socket);
    });
    await new Promise<void>((resolve) => this.server!.listen(this.port, '127.0.0.1', resolve));
  }

  /** As a crash would: connections break, sessions are forgotten. */
  async stop(): Promise<void> {
    this.sockets.forEach((socket) => socket.destroy());
    await new Promise((resolve) => this.server!.close(resolve));
    await new Promise<void>((resolve) => this.aedes!.close(() => resolve()));
  }

  command(prefix: string, command: object): void {
    this.publish(`${prefix}/commands`, Buffer.from(JSON.stringify(command)));
  }

  publish(topic: string, payload: Buffer): void {
    this.aedes!.publish(
      { cmd: 'publish', topic, payload, qos: 1, dup: false, retain: false },
      () => undefined,
    );
  }

  /** JSON from the status topic, of one type. */
  statuses(type: string): Record<string, unknown>[] {
    return this.of('status')
      .map(({ payload }) => JSON.parse(payload.toString()) as Record<string, unknown>)
      .filter((status) => status['type'] === type);
  }

  of(leaf: string): Received[] {
    return this.received.filter(({ topic }) => topic.endsWith(`/${leaf}`));
  }

  /** Every frame that came decodes; each is counted once, by device, boot, sequence and time of the first sample. */
  samples(): Sample[] {
    const seen = new Map<string, string>();
    return this.of('frames').flatMap(({ payload }) => {
      const frame = decoded(payload);
      const key = `${frame.bootId} ${frame.sequence} ${frame.times[0]}`;
      const hex = payload.toString('hex');
      const before = seen.get(key);
      if (before !== undefined && before !== hex)
        throw new Error(`frame ${key} was sent again with other bytes`);
      seen.set(key, hex);
      return before === undefined ? samplesOf(frame) : [];
    });
  }

  /** The broker writes an acknowledgement in three parts: type, length, packet id. */
  private swallowing(socket: Socket): void {
    const write = socket.write.bind(socket) as (...given: unknown[]) => boolean;
    let parts = 0;
    const replaced = (...given: unknown[]): boolean => {
      const isPuback = Buffer.isBuffer(given[0]) && given[0].length === 1 && given[0][0] === 0x40;
      if (isPuback && parts === 0 && this.swallow > 0) {
        this.swallow--;
        parts = 3;
      }
      if (parts === 0) return write(...given);
      parts--;
      return true;
    };
    socket.write = replaced as typeof socket.write;
  }
}

function decoded(bytes: Buffer): DecodedFrame {
  const result = decodeFrame(bytes);
  if (!result.ok) throw new Error(`a frame was refused: ${result.reason}`);
  return result.frame;
}

function samplesOf({ bootId, sequence, times, columns }: DecodedFrame): Sample[] {
  return Array.from(times, (timeMs, i) => ({
    ...{ bootId, sequence, timeMs },
    numbers: new Map(columns.map(({ signalId, mantissas }) => [signalId, mantissas[i]!])),
  }));
}
