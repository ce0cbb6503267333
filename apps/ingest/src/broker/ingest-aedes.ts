import { Aedes, type AedesOptions, type Client, type PublishPacket } from 'aedes';

type Done = (error?: Error) => void;

/**
 * aedes without routing between clients: what a device publishes goes to the sink (in `authorizePublish`) and nowhere
 * else, is never retained, and no `$SYS` topic exists. That saves two thirds of the work per message, and nothing of one
 * tenant can reach another by way of the broker.
 */
export class IngestAedes extends Aedes {
  constructor(options: AedesOptions) {
    super(options);
  }

  /** Called by aedes for clients' messages and its own `$SYS` ones: both end here. */
  override publish(_packet: PublishPacket, client: Client | Done | null, done?: Done): void {
    const callback = typeof client === 'function' ? client : done;
    callback?.();
  }

  /** From the platform to whoever is subscribed, at most once. */
  send(topic: string, payload: string | Buffer, done: Done): void {
    super.publish({ cmd: 'publish', topic, payload, qos: 0, retain: false, dup: false }, done);
  }
}
