import type { Client } from 'aedes';
import type { TopicOwner } from '../topics/subscription';
import type { Sender } from './broker';
import type { MeteredSocket } from './metered-socket';

/** One authenticated connection. */
export interface Session extends TopicOwner {
  readonly sender: Sender;
  readonly socket: MeteredSocket;
  /** Topic filters granted. */
  readonly filters: Set<string>;
}

const MAX_CONNECTIONS_PER_DEVICE = 8;

/**
 * The connections that have passed authentication, counted by device. A session can be looked up as long as its client
 * object lives: aedes publishes a will after the connection is gone.
 */
export class Sessions {
  private readonly byClient = new WeakMap<Client, Session>();
  private readonly perDevice = new Map<string, number>();
  private open = 0;

  get size(): number {
    return this.open;
  }

  of(client: Client | null): Session | undefined {
    return client === null ? undefined : this.byClient.get(client);
  }

  /** False when the device has as many connections as it may have. */
  add(client: Client, session: Session): boolean {
    const open = this.perDevice.get(session.deviceId) ?? 0;
    if (open >= MAX_CONNECTIONS_PER_DEVICE) return false;
    this.perDevice.set(session.deviceId, open + 1);
    this.open += 1;
    this.byClient.set(client, session);
    return true;
  }

  /** To be called once for a session that was added, when its connection is gone. */
  ended({ deviceId }: Session): void {
    this.open -= 1;
    const open = (this.perDevice.get(deviceId) ?? 1) - 1;
    if (open > 0) this.perDevice.set(deviceId, open);
    else this.perDevice.delete(deviceId);
  }
}
