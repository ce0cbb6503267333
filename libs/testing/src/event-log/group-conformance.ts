import type { EventLog, RecordBatch } from '@fettle/event-log';
import { seededRandom, systemClock } from '@fettle/kernel';
import fc from 'fast-check';
import { eventually } from '../eventually';
import type { EventLogWorld } from './event-log-world';

/** A member's own view of what it reads. */
class Share {
  readonly held = new Set<number>();
  readonly callbacks = {
    onAssigned: (_topic: string, partitions: readonly number[]): void =>
      partitions.forEach((p) => this.held.add(p)),
    onRevoked: (_topic: string, partitions: readonly number[]): void =>
      partitions.forEach((p) => this.held.delete(p)),
  };

  get list(): number[] {
    return [...this.held].sort((a, b) => a - b);
  }
}

/** Appends numbered records until told to stop; gives the values that were acknowledged. */
export function appendUntilStopped(log: EventLog, topic: string): { stop(): Promise<string[]> } {
  let running = true;
  const acknowledged: string[] = [];
  const loop = async (worker: number): Promise<void> => {
    for (let i = 0; running; i++) {
      const value = `${worker}-${i}`;
      await log.append(topic, [{ key: `key-${worker}-${i % 5}`, value: Buffer.from(value) }]).then(
        () => acknowledged.push(value),
        () => undefined,
      );
      await new Promise((resolve) => setTimeout(resolve, 2));
    }
  };
  const loops = [0, 1, 2, 3].map(loop);
  return {
    stop: async () => {
      running = false;
      await Promise.all(loops);
      return acknowledged;
    },
  };
}

/** Every acknowledged value was handled, every record exactly once: no offset twice, none skipped by the group. */
export async function expectOnce(
  world: EventLogWorld,
  group: string,
  topic: string,
  acknowledged: readonly string[],
): Promise<void> {
  const rows = await eventually(async () => {
    const found = await world.results(group, topic);
    const values = new Set(found.map(({ value }) => value));
    expect(acknowledged.filter((value) => !values.has(value))).toEqual([]);
    return found;
  });
  const places = rows.map(({ partition, offset }) => `${partition}@${offset}`);
  expect(places.length).toBe(new Set(places).size);
}

/** Members share a topic, whatever becomes of them, and each record counts once. */
export function describeGroups(world: () => EventLogWorld, maxAttempts: number): void {
  it('members share partitions fairly and without overlap; groups do not disturb each other', async () => {
    const topic = world().topic(6);
    const [group, other] = [world().group(), world().group()];
    const members = ['a', 'b'].map((name) => ({
      name,
      ...world().member([topic], systemClock),
      share: new Share(),
    }));
    for (const { name, log, share } of members) {
      const handler = world().recorder(group, name, world().pool);
      await log.subscribe({ group, topics: [topic.name], handler, ...share.callbacks });
    }
    await members[0]!.log.subscribe({
      group: other,
      topics: [topic.name],
      handler: world().recorder(other, 'x', world().pool),
    });
    await eventually(() => {
      expect(members.map(({ share }) => share.held.size)).toEqual([3, 3]);
      expect(members.flatMap(({ share }) => share.list).sort()).toEqual([0, 1, 2, 3, 4, 5]);
    });
    const records = Array.from({ length: 120 }, (_, i) => ({ key: `k${i}`, value: Buffer.from(`v${i}`) }));
    await members[1]!.log.append(topic.name, records);
    const values = records.map(({ value }) => value.toString());
    await expectOnce(world(), group, topic.name, values);
    await expectOnce(world(), other, topic.name, values);
    const rows = await world().results(group, topic.name);
    for (const { name, share } of members) {
      const read = rows.filter(({ member }) => member === name).map(({ partition }) => partition);
      expect([...new Set(read)].sort()).toEqual(share.list);
    }
  });

  it('partitions move when members join, leave and crash, and every record still counts once', async () => {
    const topic = world().topic(4);
    const group = world().group();
    const open = (name: string): ReturnType<EventLogWorld['member']> & { name: string; share: Share } => ({
      name,
      share: new Share(),
      ...world().member([topic], systemClock),
    });
    const join = (member: ReturnType<typeof open>): Promise<{ close(): Promise<void> }> =>
      member.log.subscribe({
        group,
        topics: [topic.name],
        handler: world().recorder(group, member.name, member.pool),
        ...member.share.callbacks,
      });
    const [a, b, c] = [open('a'), open('b'), open('c')];
    const writing = appendUntilStopped(world().member([topic], systemClock).log, topic.name);
    await join(a);
    await eventually(() => expect(a.share.list).toEqual([0, 1, 2, 3]));
    const readingB = await join(b);
    await eventually(() => expect([a.share.held.size, b.share.held.size]).toEqual([2, 2]));
    await readingB.close();
    await eventually(() => expect(a.share.list).toEqual([0, 1, 2, 3]));
    expect(b.share.list).toEqual([]);
    await join(c);
    await eventually(() => expect([a.share.held.size, c.share.held.size]).toEqual([2, 2]));
    a.crash();
    await eventually(() => expect(c.share.list).toEqual([0, 1, 2, 3]));
    await expectOnce(world(), group, topic.name, await writing.stop());
  });

  it('a zombie cannot commit: whoever took its partition over has fenced it', async () => {
    const topic = world().topic(1);
    const group = world().group();
    const [zombie, heir] = [world().member([topic], systemClock), world().member([topic], systemClock)];
    let release = (): void => undefined;
    const held = new Promise<void>((resolve) => (release = resolve));
    let entered = false;
    let outcome: unknown;
    const undead = world().recorder(group, 'zombie', world().pool, async () => {
      entered = true;
      await held;
    });
    await zombie.log.subscribe({
      group,
      topics: [topic.name],
      handler: (batch, position) =>
        undead(batch, position).catch((error: unknown) => {
          outcome ??= error;
          throw error;
        }),
    });
    await heir.log.append(topic.name, [{ key: 'k', value: Buffer.from('v') }]);
    await eventually(() => expect(entered).toBe(true));
    zombie.crash();
    await heir.log.subscribe({
      group,
      topics: [topic.name],
      handler: world().recorder(group, 'heir', world().pool),
    });
    await eventually(async () => expect(await world().results(group, topic.name)).toHaveLength(1));
    release();
    await eventually(() => expect(outcome).toMatchObject({ code: 'LOG.POSITION_LOST' }));
    expect(await world().results(group, topic.name)).toMatchObject([{ member: 'heir', value: 'v' }]);
  });

  it('no interleaving of appends, joins, leaves, crashes and failing handlers loses or repeats a result', async () => {
    const step = fc.constantFrom('append', 'append', 'append', 'join', 'leave', 'crash', 'rest');
    await fc.assert(
      fc.asyncProperty(fc.array(step, { minLength: 6, maxLength: 14 }), fc.nat(), (steps, seed) =>
        interleave(world(), steps, seed, maxAttempts),
      ),
      { numRuns: 4, endOnFailure: true },
    );
  }, 240_000);
}

/** Fails one call in five, but never so often for the same batch that its records would be buried: each has to be handled. */
function failingNowAndThen(chance: () => number, maxAttempts: number): (batch: RecordBatch) => void {
  const failures = new Map<string, number>();
  return ({ partition, records }) => {
    const place = `${partition}@${records[0]?.offset}`;
    const failed = failures.get(place) ?? 0;
    if (failed + 1 >= maxAttempts || chance() >= 0.2) return;
    failures.set(place, failed + 1);
    throw new Error('now and then');
  };
}

async function interleave(
  world: EventLogWorld,
  steps: readonly string[],
  seed: number,
  maxAttempts: number,
): Promise<void> {
  const random = seededRandom(seed);
  const topic = world.topic(3);
  const group = world.group();
  const writer = world.member([topic], systemClock);
  const readers: { crash(): void; close(): Promise<void> }[] = [];
  const values: string[] = [];
  const flaky = failingNowAndThen(() => random.next(), maxAttempts);
  const join = async (name: string): Promise<void> => {
    const member = world.member([topic], systemClock);
    const handler = world.recorder(group, name, member.pool, flaky);
    const subscription = await member.log.subscribe({
      group,
      topics: [topic.name],
      handler,
      maxBatchRecords: 7,
    });
    readers.push({ crash: member.crash, close: () => subscription.close() });
  };
  await join('first');
  for (const [i, step] of steps.entries()) {
    if (step === 'append') {
      const added = Array.from({ length: 1 + random.below(40) }, (_, n) => `${i}.${n}`);
      values.push(...added);
      await writer.log.append(
        topic.name,
        added.map((value) => ({ key: `k${random.below(9)}`, value: Buffer.from(value) })),
      );
    } else if (step === 'join') await join(`m${i}`);
    else if (step === 'leave') await readers.shift()?.close();
    else if (step === 'crash') readers.shift()?.crash();
    else await new Promise((resolve) => setTimeout(resolve, random.below(200)));
  }
  await join('last');
  await expectOnce(world, group, topic.name, values);
  expect(await world.results(group, topic.name)).toHaveLength(values.length);
  await world.closeMembers();
}
