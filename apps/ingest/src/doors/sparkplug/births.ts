import type { Metric } from './payload';

/** What a birth said of a metric. */
export interface BornMetric {
  readonly name: string;
  readonly dataType: number;
}

/** What an edge node or device has declared since it came up. */
export interface Birth {
  readonly byAlias: Map<number, BornMetric>;
  readonly byName: Map<string, BornMetric>;
  lastSequence: number | null;
}

/** Metrics remembered over all devices: about 100 MB. */
const MAX_METRICS = 1_000_000;

/**
 * The births of each device, and the sequence of its messages. In memory: a device is asked to be born again when this
 * process has not seen its birth. Remembers a bounded number of metrics; the device born longest ago goes first.
 */
export class Births {
  private readonly births = new Map<string, Birth>();
  private metrics = 0;

  /** `isNode`: an edge node's birth, before which nothing holds; a device's adds to it, as aliases are the node's. */
  born(deviceId: string, metrics: readonly Metric[], isNode: boolean): void {
    const former = this.births.get(deviceId);
    this.died(deviceId);
    const birth =
      !isNode && former !== undefined
        ? former
        : { byAlias: new Map(), byName: new Map(), lastSequence: null };
    for (const { name, alias, dataType } of metrics) {
      if (name === '') continue;
      birth.byName.set(name, { name, dataType });
      if (alias !== null) birth.byAlias.set(alias, { name, dataType });
    }
    this.births.set(deviceId, birth);
    this.metrics += birth.byName.size;
    while (this.metrics > MAX_METRICS && this.births.size > 1) this.died(this.births.keys().next().value!);
  }

  died(deviceId: string): void {
    this.metrics -= this.births.get(deviceId)?.byName.size ?? 0;
    this.births.delete(deviceId);
  }

  of(deviceId: string): Birth | null {
    return this.births.get(deviceId) ?? null;
  }
}

/** How many messages went missing before this one (seq wraps at 256); 0 when it cannot be told. Moves the birth on. */
export function missedBefore(birth: Birth | null, sequence: number | null): number {
  if (birth === null || sequence === null || sequence > 255) return 0;
  const missed = birth.lastSequence === null ? 0 : (sequence - birth.lastSequence + 255) % 256;
  birth.lastSequence = sequence;
  // 255 missing is the same number once more: a message sent again.
  return missed === 255 ? 0 : missed;
}
