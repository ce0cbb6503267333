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
 * The connections that have passed authentication, by device. A session can be looked up as long as its client object
 * lives: aedes publishes a will after the connection is gone.
 */
export class Sessions {
  private readonly byClient = new WeakMap<Client, Session>();
  private readonly perDevice = new Map<string, Map<Session, Client>>();
  private open = 0;

  get size(): number {
    return this.open;
  }

  of(client: Client | null): Session | undefined {
    return client === null ? undefined : this.byClient.get(client);
  }

  /** The open connections of a device, with what each listens to. */
  ofDevice(deviceId: string): readonly (readonly [Session, Client])[] {
    return [...(this.perDevice.get(deviceId) ?? [])];
  }

  /** False when the device has as many connections as it may have. */
  add(client: Client, session: Session): boolean {
    const open = this.perDevice.get(session.deviceId) ?? new Map<Session, Client>();
    if (open.size >= MAX_CONNECTIONS_PER_DEVICE) return false;
    this.perDevice.set(session.deviceId, open.set(session, client));
    this.open += 1;
    this.byClient.set(client, session);
    return true;
  }

  /** To be called once for a session that was added, when its connection is gone. */
  ended(session: Session): void {
    this.open -= 1;
    const open = this.perDevice.get(session.deviceId);
    open?.delete(session);
    if (open?.size === 0) this.perDevice.delete(session.deviceId);
  }
}
