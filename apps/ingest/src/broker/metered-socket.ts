import type { Socket } from 'node:net';
import { PacketScanner } from './packet-scanner';

/** What stops a connection from being read. */
export interface ReadLimits {
  /** Bytes in flight of one connection beyond which it is not read. */
  readonly maxInFlightBytes: number;
  /** Asked before each read: false while the sender must be slowed for reasons beyond its own connection. */
  readonly mayRead: () => boolean;
  /** The reader has been turned away; someone must call `retry` when `mayRead` changes. */
  readonly onHeld: (socket: MeteredSocket) => void;
  /** A packet announces more than the limit; the connection is closed after this. */
  readonly onOversize: (announcedBytes: number) => void;
}

/**
 * Makes a socket give out nothing while too much of it is in flight, so that TCP slows its sender and memory stays
 * bounded; and cuts it when a packet announces more than the limit. The reader sees an ordinary stream: `read()` returns
 * null and `readable` follows later.
 */
export class MeteredSocket {
  private readonly scanner: PacketScanner;
  private inFlightBytes = 0;
  private held = false;
  private readonly pull: (size?: number) => Buffer | null;

  constructor(
    private readonly socket: Socket,
    maxPacketBytes: number,
    private readonly limits: ReadLimits,
  ) {
    this.scanner = new PacketScanner(maxPacketBytes);
    this.pull = socket.read.bind(socket) as (size?: number) => Buffer | null;
    socket.read = (size?: number): Buffer | null => this.read(size);
  }

  set maxPacketBytes(bytes: number) {
    this.scanner.limitBytes = bytes;
  }

  /** True while the reader has been turned away and waits for `readable`. */
  get isHeld(): boolean {
    return this.held;
  }

  enter(bytes: number): void {
    this.inFlightBytes += bytes;
  }

  leave(bytes: number): void {
    this.inFlightBytes -= bytes;
    if (this.held) this.retry();
  }

  /** Lets the reader try again if nothing stands in its way any more. True when it is not held (any longer). */
  retry(): boolean {
    if (!this.held || this.socket.destroyed) return true;
    if (!this.isOpen()) return false;
    this.held = false;
    this.socket.emit('readable');
    return true;
  }

  private isOpen(): boolean {
    return this.inFlightBytes < this.limits.maxInFlightBytes && this.limits.mayRead();
  }

  private read(size?: number): Buffer | null {
    if (!this.isOpen()) {
      this.held = true;
      this.limits.onHeld(this);
      return null;
    }
    const chunk = this.pull(size);
    if (chunk === null) return null;
    const announced = this.scanner.oversize(chunk);
    if (announced === null) return chunk;
    this.limits.onOversize(announced);
    this.socket.destroy();
    return null;
  }
}
