import { LIVE, type LiveSnapshot } from '@fettle/contracts';
import type { Socket } from 'socket.io';
import type { CurrentSession } from '../sessions/current-session';

/** Packets that may wait for a slow connection before it counts as fallen behind: about two seconds of changes. */
const MAX_WAITING_PACKETS = 20;
/** A client that keeps falling behind gets a snapshot at most this often. */
const SNAPSHOT_EVERY_MS = 5_000;
const REQUESTS_PER_SECOND = 20;

/** Whoever is in this room is left out of pushes. */
export const BEHIND_ROOM = 'behind';

/** One connected browser, and how far it is behind. */
export class LiveClient {
  private waiting = 0;
  private behind = false;
  private snapshotAtMs = Number.NEGATIVE_INFINITY;
  private requests = 0;
  private requestsSinceMs = 0;
  readonly watched = new Set<string>();

  constructor(
    readonly socket: Socket,
    readonly session: CurrentSession,
  ) {
    socket.conn.on('packetCreate', () => this.waiting++);
    // Packets leave the buffer only when the connection takes them.
    socket.conn.on('flush', () => (this.waiting = 0));
  }

  /** Leaves a slow client out of pushes until it has had a snapshot. */
  setAsideIfBehind(): void {
    if (this.behind || this.waiting <= MAX_WAITING_PACKETS) return;
    this.behind = true;
    void this.socket.join(BEHIND_ROOM);
  }

  /** True when it fell behind, has caught up with what was sent, and may have its snapshot. */
  wantsSnapshot(nowMs: number): boolean {
    return this.behind && this.waiting === 0 && nowMs - this.snapshotAtMs >= SNAPSHOT_EVERY_MS;
  }

  sendSnapshot(snapshot: LiveSnapshot, nowMs: number): void {
    if (this.behind) void this.socket.leave(BEHIND_ROOM);
    this.behind = false;
    this.snapshotAtMs = nowMs;
    this.socket.emit(LIVE.snapshot, snapshot);
  }

  /** False when it asks more often than a person could. */
  mayAsk(nowMs: number): boolean {
    if (nowMs - this.requestsSinceMs >= 1_000) {
      this.requestsSinceMs = nowMs;
      this.requests = 0;
    }
    return ++this.requests <= REQUESTS_PER_SECOND;
  }
}
