import { connect, type Socket } from 'node:net';
import { encodeConnect, encodePublish, readPackets } from './mqtt-packets';

/** One acknowledged message: what was sent, and how long its acknowledgement took. */
export interface Acknowledged {
  readonly device: number;
  readonly sequence: number;
  readonly millis: number;
}

export interface PublisherDevice {
  readonly clientId: string;
  readonly username: string;
  readonly password: string;
  readonly topic: string;
}

/**
 * One device of the load: an MQTT 3.1.1 connection that publishes with QoS 1 and remembers what was acknowledged.
 * Written on the bare socket, since the generator shares two cores with what it measures.
 */
export class Publisher {
  private readonly sentAt = new Map<number, { sequence: number; at: number }>();
  private packetId = 0;
  private socket: Socket | undefined;
  private rest: Buffer = Buffer.alloc(0);
  private connected: (() => void) | undefined;

  constructor(
    private readonly index: number,
    private readonly device: PublisherDevice,
    private readonly onAck: (ack: Acknowledged) => void,
  ) {}

  /** Messages sent and not yet acknowledged. */
  get inFlight(): number {
    return this.sentAt.size;
  }

  /** Resolves once the broker accepted the connection. Rejects when it refuses or closes. */
  open(host: string, port: number): Promise<void> {
    return new Promise((done, failed) => {
      const socket = connect({ host, port, noDelay: true });
      this.socket = socket;
      this.connected = done;
      socket.once('connect', () => socket.write(encodeConnect(this.device)));
      socket.on('data', (chunk: Buffer) => this.receive(chunk, failed));
      socket.once('error', failed);
      socket.once('close', () => failed(new Error('the broker closed the connection')));
    });
  }

  publish(sequence: number, payload: Uint8Array): void {
    do this.packetId = (this.packetId % 65_535) + 1;
    while (this.sentAt.has(this.packetId));
    this.sentAt.set(this.packetId, { sequence, at: performance.now() });
    this.socket!.write(encodePublish(this.device.topic, this.packetId, payload));
  }

  close(): void {
    this.socket?.destroy();
  }

  private receive(chunk: Buffer, failed: (error: Error) => void): void {
    this.rest = readPackets(this.rest.length === 0 ? chunk : Buffer.concat([this.rest, chunk]), {
      connack: (code) => (code === 0 ? this.connected?.() : failed(new Error(`refused with ${code}`))),
      puback: (packetId) => this.acknowledge(packetId),
    });
  }

  private acknowledge(packetId: number): void {
    const sent = this.sentAt.get(packetId);
    if (!sent) return;
    this.sentAt.delete(packetId);
    this.onAck({ device: this.index, sequence: sent.sequence, millis: performance.now() - sent.at });
  }
}
