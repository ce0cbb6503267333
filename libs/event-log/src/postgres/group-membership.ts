import { Logger } from '@nestjs/common';
import { errorMessage } from '@fettle/kernel';
import type { Pool } from 'pg';
import { pause } from '../backoff';
import type { Claim, PositionStore } from '../positions';
import { assignedTo, type Member, type TopicPartition } from './assignment';
import type { PartitionReader } from './partition-reader';

/** While a partition that should be ours is still held by somebody else, ask again this soon. */
const PENDING_MS = 100;
/** Members that were silent for this many leases are forgotten. */
const FORGET_AFTER_LEASES = 20;

/** One subscription's part in its group. */
export interface MembershipOptions {
  readonly group: string;
  readonly memberId: string;
  readonly topics: readonly string[];
  /** All partitions of the topics. */
  readonly partitions: readonly TopicPartition[];
  readonly leaseMs: number;
  readonly heartbeatMs: number;
  readonly startReader: (claim: Claim) => PartitionReader;
  readonly onAssigned: (topic: string, partitions: readonly number[]) => void;
  readonly onRevoked: (topic: string, partitions: readonly number[]) => void;
}

const logger = new Logger('EventLog');
const keyOf = ({ topic, partition }: TopicPartition): string => `${topic}/${partition}`;

/**
 * Keeps a member alive by a lease in Postgres (by the database's clock) and its readers in step with the group: gives up what
 * others should read, claims what it should read once the previous reader has let go or its lease has run out.
 */
export class GroupMembership {
  private readonly held = new Map<string, PartitionReader>();
  private readonly leaving = new Map<string, Promise<void>>();
  private readonly stopping = new AbortController();
  private nudge = new AbortController();
  private running: Promise<void> | undefined;

  constructor(
    private readonly pool: Pool,
    private readonly positions: PositionStore,
    private readonly options: MembershipOptions,
  ) {}

  /** Joins; resolves when the first share of partitions is claimed. Rejects as the database does. */
  async join(): Promise<void> {
    const pending = await this.tick();
    this.running = this.run(pending);
  }

  /** Stops reading, gives everything back, leaves the group. */
  async leave(): Promise<void> {
    this.stopping.abort();
    this.nudge.abort();
    await this.running;
    for (const reader of this.held.values()) this.giveBack(reader);
    await Promise.all(this.leaving.values());
    const { group, memberId } = this.options;
    await this.pool
      .query('DELETE FROM log_members WHERE group_name = $1 AND member_id = $2', [group, memberId])
      .catch((error: unknown) => logger.warn(`leaving ${group}: ${errorMessage(error)}`));
  }

  /** A reader found that its claim no longer holds. */
  lost(reader: PartitionReader): void {
    const { claim } = reader.partition;
    if (this.held.get(keyOf(claim)) !== reader) return;
    this.held.delete(keyOf(claim));
    this.options.onRevoked(claim.topic, [claim.partition]);
    this.nudge.abort();
  }

  private async run(pendingAtFirst: boolean): Promise<void> {
    for (let pending = pendingAtFirst; !this.stopping.signal.aborted;) {
      await pause(pending ? PENDING_MS : this.options.heartbeatMs, this.nudge.signal);
      this.nudge = new AbortController();
      if (this.stopping.signal.aborted) return;
      try {
        pending = await this.tick();
      } catch (error) {
        logger.warn(`heartbeat of ${this.options.group} failed, trying again: ${errorMessage(error)}`);
        pending = true;
      }
    }
  }

  /** Renews the lease and settles who reads what. True when a wanted partition could not be claimed yet. */
  private async tick(): Promise<boolean> {
    const members = await this.heartbeat();
    const { memberId, group, partitions, startReader, onAssigned } = this.options;
    const wanted = assignedTo(memberId, members, partitions);
    const wantedKeys = new Set(wanted.map(keyOf));
    for (const [key, reader] of this.held) if (!wantedKeys.has(key)) this.giveBack(reader);
    let pending = false;
    for (const target of wanted) {
      const key = keyOf(target);
      if (this.held.has(key)) continue;
      const claim = this.leaving.has(key)
        ? undefined
        : await this.positions.claim({ group, ...target }, memberId, false);
      if (!claim) pending = true;
      else {
        onAssigned(claim.topic, [claim.partition]);
        this.held.set(key, startReader(claim));
      }
    }
    return pending;
  }

  private async heartbeat(): Promise<Member[]> {
    const { group, memberId, topics, leaseMs } = this.options;
    await this.pool.query(
      `INSERT INTO log_members (group_name, member_id, topics, lease_until)
       VALUES ($1, $2, $3, clock_timestamp() + $4 * interval '1 ms')
       ON CONFLICT (group_name, member_id) DO UPDATE SET lease_until = excluded.lease_until`,
      [group, memberId, topics, leaseMs],
    );
    const { rows } = await this.pool.query<{ id: string; topics: string[]; alive: boolean }>(
      `WITH forgotten AS (DELETE FROM log_members WHERE group_name = $1 AND member_id <> $2
         AND lease_until < clock_timestamp() - $3 * interval '1 ms')
       SELECT member_id AS id, topics FROM log_members WHERE group_name = $1 AND lease_until > clock_timestamp()
       ORDER BY joined_at, member_id`,
      [group, memberId, leaseMs * FORGET_AFTER_LEASES],
    );
    return rows;
  }

  private giveBack(reader: PartitionReader): void {
    const { claim } = reader.partition;
    const key = keyOf(claim);
    this.held.delete(key);
    const done = async (): Promise<void> => {
      await reader.stop();
      this.options.onRevoked(claim.topic, [claim.partition]);
      // When this fails the lease's end frees the partition.
      await this.positions
        .release(claim)
        .catch((error: unknown) => logger.warn(`releasing ${key}: ${errorMessage(error)}`));
      this.leaving.delete(key);
    };
    this.leaving.set(key, done());
  }
}
