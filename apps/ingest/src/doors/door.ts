import type { TopicName } from '@fettle/contracts';
import type { DeviceEntry } from '@fettle/persistence';
import type { Refusal } from '../intake/rejections';
import type { TopicRoute } from '../topics/topic-route';

/** What a door needs beside the payload. */
export interface DoorContext {
  readonly device: DeviceEntry;
  readonly route: TopicRoute;
  readonly topic: string;
  /** The platform's time. */
  readonly nowMs: number;
}

/** What goes to a topic of its own, under the device's key. */
export interface DeviceEvent {
  readonly topic: TopicName;
  readonly value: Uint8Array;
}

/** What a message turned out to hold. No frame and no refusal: a message without readings, which is fine. */
export interface Opened {
  readonly frames: readonly Uint8Array[];
  /** Readings in the frames. */
  readonly readings: number;
  readonly refusals: readonly Refusal[];
  /** What is no reading: acknowledged once it is durable, as frames are. */
  readonly events?: readonly DeviceEvent[];
  /** To send back to the device, best effort. */
  readonly reply?: { readonly topic: string; readonly payload: Uint8Array };
}

/**
 * A way in: turns one payload into frames and events. Never throws for what a payload may hold: whatever is wrong with it is a
 * refusal with a reason. The same payload gives the same frames, so that a message sent twice counts once.
 */
export interface Door {
  open(payload: Uint8Array, context: DoorContext): Opened | Promise<Opened>;
}

/** The message is one event. */
export function happened(topic: TopicName, value: Uint8Array): Opened {
  return { frames: [], readings: 0, refusals: [], events: [{ topic, value }] };
}

/** Nothing of the message counts. */
export function refused(reason: Refusal['reason'], detail: string, readings = 0): Opened {
  return { frames: [], readings: 0, refusals: [{ reason, detail, readings }] };
}
