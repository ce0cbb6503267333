import type { Queryable } from '../port';
import type { Advance, Claim, PartitionKey, PositionStore } from '../positions';

/** Positions that live as long as one reader: for tails, which have no group to come back to. */
export class MemoryPositions implements PositionStore {
  private readonly offsets = new Map<string, number>();

  async prepare(
    _group: string,
    starts: readonly { topic: string; partition: number; offset: number }[],
  ): Promise<void> {
    for (const { topic, partition, offset } of starts) this.offsets.set(`${topic}/${partition}`, offset);
  }

  async claim(key: PartitionKey): Promise<Claim> {
    const { group, topic, partition } = key;
    const nextOffset = this.offsets.get(`${topic}/${partition}`) ?? 0;
    return { group, topic, partition, epoch: 0, nextOffset, outboxSequence: -1 };
  }

  async release(): Promise<void> {
    // Nobody waits for it.
  }

  async commit(_transaction: Queryable, claim: Claim, to: Advance): Promise<void> {
    this.offsets.set(`${claim.topic}/${claim.partition}`, to.nextOffset);
  }
}
