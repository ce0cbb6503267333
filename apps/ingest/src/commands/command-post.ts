import type { Clock } from '@fettle/kernel';
import type { Broker } from '../broker/broker';
import type { TopicOwner } from '../topics/subscription';
import type { WaitingCommand } from './waiting-commands';

/** A time is of no use to a device that reads it later. */
const TIME_EXPIRES_S = 10;

/** Hands commands to devices, on their `commands` topics. */
export class CommandPost {
  constructor(
    private readonly broker: Pick<Broker, 'send'>,
    private readonly clock: Clock,
  ) {}

  /**
   * Those that somebody took. A device gets its own in the order given; devices do not wait for one another.
   * Throws `MQTT.UNAVAILABLE` (retryable): some may have been handed over.
   */
  async deliver(commands: readonly WaitingCommand[]): Promise<WaitingCommand[]> {
    const byDevice = new Map<string, WaitingCommand[]>();
    for (const command of commands) {
      const own = byDevice.get(command.deviceId);
      if (own === undefined) byDevice.set(command.deviceId, [command]);
      else own.push(command);
    }
    const delivered = await Promise.all([...byDevice.values()].map((own) => this.deliverInOrder(own)));
    return delivered.flat();
  }

  /** The platform's time, to a device that has just said hello: many know none after a start. */
  async tellTime(device: TopicOwner): Promise<void> {
    const payload = encode({ id: 'time', command: 'time', unixMs: this.clock.nowMs() });
    await this.broker.send(device, { leaf: 'commands', payload, qos: 1, expiresInS: TIME_EXPIRES_S });
  }

  private async deliverInOrder(commands: readonly WaitingCommand[]): Promise<WaitingCommand[]> {
    const delivered: WaitingCommand[] = [];
    for (const waiting of commands) {
      const { id, command, expiresMs } = waiting;
      const expiresInS = (expiresMs - this.clock.nowMs()) / 1_000;
      const payload = encode({ id, ...command });
      const isHeard = await this.broker.send(waiting, { leaf: 'commands', payload, qos: 1, expiresInS });
      // Nobody there for the first will not be there for the next.
      if (!isHeard) break;
      delivered.push(waiting);
    }
    return delivered;
  }
}

function encode(message: object): Buffer {
  return Buffer.from(JSON.stringify(message));
}
