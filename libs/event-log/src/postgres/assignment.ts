/** A living member of a group and what it subscribes to. */
export interface Member {
  readonly id: string;
  readonly topics: readonly string[];
}

/** A partition of a topic. */
export interface TopicPartition {
  readonly topic: string;
  readonly partition: number;
}

/**
 * Which partitions a member should read. Every member computes this from the same list and gets a consistent answer: each
 * partition has exactly one reader among those subscribed to its topic, and members with the same topics differ by at most one.
 */
export function assignedTo(
  memberId: string,
  members: readonly Member[],
  partitions: readonly TopicPartition[],
): TopicPartition[] {
  const load = new Map(members.map(({ id }) => [id, 0]));
  return partitions.filter(({ topic }) => {
    let chosen: string | undefined;
    for (const { id, topics } of members) {
      if (topics.includes(topic) && (chosen === undefined || load.get(id)! < load.get(chosen)!)) chosen = id;
    }
    if (chosen === undefined) return false;
    load.set(chosen, load.get(chosen)! + 1);
    return chosen === memberId;
  });
}
