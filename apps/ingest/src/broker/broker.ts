import type { DeviceEntry } from '@fettle/persistence';
import type { TopicOwner } from '../topics/subscription';

/** Who is known to have sent a message. */
export interface Sender {
  readonly tenantId: string;
  readonly deviceId: string;
  /** True while the credential that opened the connection is still the device's own, judged by the current entry. */
  readonly holdsCredentialOf: (entry: DeviceEntry) => boolean | Promise<boolean>;
}

/** One message as a broker hands it over. */
export interface InboundMessage {
  readonly topic: string;
  readonly payload: Uint8Array;
  /** From the verified credential; null: the broker has verified that the sender may use this topic. */
  readonly sender: Sender | null;
  /**
   * How long a sender over its tenant's quota may be held back before its messages are refused, ms. 0 where holding one
   * tenant's message would hold others' that share the connection.
   */
  readonly maxHoldMs: number;
  /** Tells the device, best effort. Never throws. */
  readonly reply: (topic: string, payload: string | Uint8Array) => void;
}

/**
 * Settles when the message may be acknowledged: it is durable, whether taken or refused with a reason. Rejects when it
 * may not; the sender then keeps it and sends it again.
 */
export type MessageSink = (message: InboundMessage) => Promise<void>;

/** One message to a device. */
export interface OutboundMessage {
  /** Last level of the device's own topic. */
  readonly leaf: 'commands' | 'models';
  readonly payload: Buffer;
  readonly qos: 0 | 1;
  /** A broker that keeps it for an absent device forgets it after this long. */
  readonly expiresInS: number;
}

/** Injection token of the process's {@link Broker}. */
export const MQTT_BROKER = Symbol('MQTT_BROKER');

/** Where messages come from. A broker acknowledges a message to its sender only once the sink has settled. */
export interface Broker {
  /** Resolves when messages flow. Throws `MQTT.PORT_TAKEN` or `MQTT.UNAVAILABLE`. */
  start(): Promise<void>;
  /** Resolves while messages can flow, else throws `MQTT.UNAVAILABLE`. */
  check(): Promise<void>;
  /** How many connections carry messages now. */
  connections(): number;
  /**
   * True once it is handed over to whoever listens for the device; false where nobody does, or takes it in time. That the
   * device has acted on it only the device can say. Throws `MQTT.UNAVAILABLE` (retryable) when messages cannot flow.
   */
  send(device: TopicOwner, message: OutboundMessage): Promise<boolean>;
  /** Takes nothing new, lets what is in flight settle for a bounded time, resolves when everything is closed. */
  stop(): Promise<void>;
}
