import type { MeteredSocket } from './metered-socket';

const LOOK_EVERY_MS = 10;

/** Connections that are not read for a reason outside of them; each is tried again every ten milliseconds. */
export class HeldSockets {
  private readonly waiting = new Set<MeteredSocket>();
  private timer: NodeJS.Timeout | null = null;

  start(): void {
    this.timer = setInterval(() => this.look(), LOOK_EVERY_MS);
  }

  add(socket: MeteredSocket): void {
    this.waiting.add(socket);
  }

  stop(): void {
    if (this.timer !== null) clearInterval(this.timer);
    this.timer = null;
    this.waiting.clear();
  }

  private look(): void {
    for (const socket of [...this.waiting]) {
      // Taken out first: reading may hold it again, and adds it back.
      this.waiting.delete(socket);
      if (!socket.retry()) this.waiting.add(socket);
    }
  }
}
