import { type MessageRejected, NOTICE_TYPE, type RejectReason } from '@fettle/contracts';
import type { LogRecord } from '@fettle/event-log';

/** Why a message, or some readings of it, do not count. */
export interface Refusal {
  readonly reason: RejectReason;
  /** For a person who must repair the sender; names nothing that the sender did not send or own. */
  readonly detail: string;
  /** How many readings are lost; 0 when the message could not be read that far. */
  readonly readings: number;
}

/** Whose message it was, as far as is known beyond doubt. */
export interface Origin {
  readonly tenantId: string | null;
  readonly deviceId: string | null;
}

const SAMPLE_BYTES = 256;
const MAX_TOPIC_CHARACTERS = 256;
const MAX_DETAIL_CHARACTERS = 400;

/** The messages of `telemetry.rejected.v1` for one MQTT message: one for each reason. */
export function rejectionRecords(
  origin: Origin,
  message: { readonly topic: string; readonly payload: Uint8Array },
  refusals: readonly Refusal[],
  atMs: number,
): LogRecord[] {
  const key = `${origin.tenantId ?? 'platform'}/${origin.deviceId ?? 'unknown'}`;
  const { payload } = message;
  const head = Buffer.from(payload.buffer, payload.byteOffset, Math.min(payload.length, SAMPLE_BYTES));
  const sample = head.toString('base64');
  return refusals.map(({ reason, detail, readings }) => {
    const rejected: MessageRejected = {
      tenantId: origin.tenantId,
      deviceId: origin.deviceId,
      topic: message.topic.slice(0, MAX_TOPIC_CHARACTERS),
      reason,
      detail: detail.slice(0, MAX_DETAIL_CHARACTERS),
      atMs,
      readings,
      sample,
    };
    return { key, value: Buffer.from(JSON.stringify(rejected)) };
  });
}

/** What the device reads on its status topic. */
export function statusNotice(topic: string, refusals: readonly Refusal[], atMs: number): string {
  return JSON.stringify({
    type: NOTICE_TYPE,
    rejected: refusals.map((refusal) => ({ ...refusal, topic, atMs })),
  });
}

const NOTICE_START = Buffer.from(`{"type":"${NOTICE_TYPE}"`);

/**
 * True for what {@link statusNotice} writes. A broker outside hands the platform its own notices back, since it listens to
 * the topic on which it speaks: were one judged as a device's message, its refusal would be the next notice, for ever.
 */
export function isStatusNotice(payload: Uint8Array): boolean {
  return NOTICE_START.equals(payload.subarray(0, NOTICE_START.length));
}

/** Collects refusals of single readings: one for each reason, with a count and the first case as the detail. */
export class RefusalTally {
  private readonly byReason = new Map<RejectReason, { detail: string; readings: number }>();

  add(reason: RejectReason, detail: string, readings = 1): void {
    const known = this.byReason.get(reason);
    if (known === undefined) this.byReason.set(reason, { detail, readings });
    else known.readings += readings;
  }

  list(): readonly Refusal[] {
    if (this.byReason.size === 0) return NONE;
    return [...this.byReason].map(([reason, { detail, readings }]) => ({ reason, detail, readings }));
  }
}

const NONE: readonly Refusal[] = [];
