import { DEAD_LETTER_HEADERS, partitionOf, type RecordBatch, type StoredRecord } from '@fettle/event-log';
import { AppError, DAY_MS, ManualClock, systemClock } from '@fettle/kernel';
import { eventually } from '../eventually';
import type { EventLogWorld } from './event-log-world';

const text = (value: string): Buffer => Buffer.from(value);

/** What is appended is there, whole, in order, for as long as its topic keeps it. */
export function describeStorage(world: () => EventLogWorld): void {
  it('what append has resolved for outlives the writer', async () => {
    const topic = world().topic(4);
    const writer = world().member([topic], systemClock);
    const values = Array.from({ length: 200 }, (_, i) => `v${i}`);
    await Promise.all(
      values.map((v, i) => writer.log.append(topic.name, [{ key: `k${i % 7}`, value: text(v) }])),
    );
    writer.crash();
    const group = world().group();
    const reader = world().member([topic], systemClock);
    await reader.log.subscribe({
      group,
      topics: [topic.name],
      handler: world().recorder(group, 'r', world().pool),
    });
    await eventually(async () => {
      const rows = await world().results(group, topic.name);
      expect(rows.map(({ value }) => value).sort()).toEqual([...values].sort());
    });
  });

  it('records of a key keep the order of their appends and share the partition that every adapter gives the key', async () => {
    const topic = world().topic(5);
    const { log } = world().member([topic], systemClock);
    const keys = Array.from({ length: 12 }, (_, i) => `tenant/device-${i}`);
    await Promise.all(
      Array.from({ length: 600 }, (_, i) =>
        log.append(topic.name, [{ key: keys[i % keys.length]!, value: text(String(i)) }]),
      ),
    );
    const group = world().group();
    await log.subscribe({ group, topics: [topic.name], handler: world().recorder(group, 'r', world().pool) });
    const rows = await eventually(async () => {
      const found = await world().results(group, topic.name);
      expect(found).toHaveLength(600);
      return found;
    });
    for (const key of keys) {
      const own = rows.filter((row) => row.key === key);
      const order = own.map(({ value }) => Number(value));
      expect(order).toEqual([...order].sort((a, b) => a - b));
      expect(new Set(own.map(({ partition }) => partition))).toEqual(new Set([partitionOf(key, 5)]));
    }
  });

  it('bytes, headers and keys come back as they went in, large, empty or not ASCII', async () => {
    const topic = world().topic(2);
    const { log } = world().member([topic], systemClock);
    const large = Buffer.alloc(3 * 1024 * 1024, 0).map((_, i) => (i * 31) & 255);
    const sent = [
      { key: 'großer Schlüssel ✓', value: large, headers: { grund: 'schön ✓', leer: '' } },
      { key: 'a', value: Buffer.alloc(0), headers: {} },
      { key: 'b', value: Buffer.from([0, 255, 128, 10, 13]), headers: { n: '1' } },
    ];
    await log.append(topic.name, sent);
    const seen: StoredRecord[] = [];
    const handler = async (batch: RecordBatch): Promise<void> => void seen.push(...batch.records);
    await log.subscribe({ group: world().group(), topics: [topic.name], handler });
    await eventually(() => expect(seen).toHaveLength(3));
    for (const { key, value, headers } of sent) {
      const found = seen.find((record) => record.key === key)!;
      expect(Buffer.compare(Buffer.from(found.value), Buffer.from(value))).toBe(0);
      expect({ ...found.headers }).toEqual(headers);
    }
  });

  it('a record that is too large, an undeclared topic and a reserved header are refused by code', async () => {
    const topic = world().topic(1);
    const { log } = world().member([topic], systemClock);
    const huge = { key: 'k', value: Buffer.alloc(64 * 1024 * 1024) };
    await expect(log.append(topic.name, [huge])).rejects.toMatchObject({ code: 'LOG.RECORD_TOO_LARGE' });
    await expect(log.append('nowhere', [])).rejects.toMatchObject({ code: 'LOG.UNKNOWN_TOPIC' });
    const forged = { key: 'k', value: text('v'), headers: { 'fettle-outbox-sequence': '9' } };
    await expect(log.append(topic.name, [forged])).rejects.toMatchObject({ code: 'LOG.RESERVED_HEADER' });
  });

  it('appendIn publishes with its transaction or never, in commit order per key', async () => {
    const topic = world().topic(3);
    const { log, pool } = world().member([topic], systemClock);
    const group = world().group();
    await log.subscribe({ group, topics: [topic.name], handler: world().recorder(group, 'r', world().pool) });
    for (let i = 0; i < 30; i++) {
      const client = await pool.connect();
      await client.query('BEGIN');
      await log.appendIn(client, topic.name, [{ key: `k${i % 2}`, value: text(String(i)) }]);
      await client.query(i % 3 === 0 ? 'ROLLBACK' : 'COMMIT');
      client.release();
    }
    const committed = Array.from({ length: 30 }, (_, i) => i).filter((i) => i % 3 !== 0);
    await log.append(topic.name, [
      { key: 'k0', value: text('end') },
      { key: 'k1', value: text('end') },
    ]);
    const rows = await eventually(async () => {
      const found = await world().results(group, topic.name);
      expect(found.length).toBeGreaterThanOrEqual(committed.length + 2);
      return found;
    });
    for (const parity of [0, 1]) {
      const numbers = rows.filter(({ key, value }) => key === `k${parity}` && value !== 'end');
      expect(numbers.map(({ value }) => Number(value))).toEqual(committed.filter((i) => i % 2 === parity));
    }
  });

  it('a new group begins at the earliest record, or at the latest when told so', async () => {
    const topic = world().topic(2);
    const { log } = world().member([topic], systemClock);
    const before = Array.from({ length: 10 }, (_, i) => ({ key: `k${i}`, value: text(`before${i}`) }));
    await log.append(topic.name, before);
    const [all, late] = [world().group(), world().group()];
    await log.subscribe({
      group: late,
      topics: [topic.name],
      from: 'latest',
      handler: world().recorder(late, 'r', world().pool),
    });
    await log.append(topic.name, [{ key: 'k1', value: text('after') }]);
    await log.subscribe({
      group: all,
      topics: [topic.name],
      handler: world().recorder(all, 'r', world().pool),
    });
    await eventually(async () => {
      expect(await world().results(all, topic.name)).toHaveLength(11);
      expect((await world().results(late, topic.name)).map(({ value }) => value)).toEqual(['after']);
    });
  });

  it('a tail sees what is appended from now on', async () => {
    const topic = world().topic(3);
    const { log } = world().member([topic], systemClock);
    await log.append(topic.name, [{ key: 'a', value: text('old') }]);
    const seen: string[] = [];
    const tail = await log.tail([topic.name], (batch) => {
      for (const { value } of batch.records) seen.push(Buffer.from(value).toString());
    });
    for (let i = 0; i < 20; i++) await log.append(topic.name, [{ key: `k${i}`, value: text(`new${i}`) }]);
    await eventually(() =>
      expect(seen.sort()).toEqual(Array.from({ length: 20 }, (_, i) => `new${i}`).sort()),
    );
    await tail.close();
  });

  it('lag counts what is not yet read', async () => {
    const topic = world().topic(2);
    const { log } = world().member([topic], systemClock);
    const group = world().group();
    const total = async (): Promise<number> =>
      (await log.lag(group, [topic.name])).reduce((sum, { lag }) => sum + lag, 0);
    const records = Array.from({ length: 40 }, (_, i) => ({ key: `k${i}`, value: text('x') }));
    await log.append(topic.name, records);
    expect(await total()).toBe(40);
    const handler = world().recorder(group, 'r', world().pool);
    const subscription = await log.subscribe({ group, topics: [topic.name], handler });
    await eventually(async () => expect(await total()).toBe(0));
    await subscription.close();
    await log.append(topic.name, records.slice(0, 3));
    expect(await total()).toBe(3);
    await log.ping();
  });

  it('retention drops what is older than its topic keeps, read or not, and a group that was behind goes on', async () => {
    const clock = new ManualClock(Date.now());
    const topic = world().topic(1, DAY_MS);
    const { log } = world().member([topic], clock);
    const group = world().group();
    const handler = world().recorder(group, 'r', world().pool);
    const first = await log.subscribe({ group, topics: [topic.name], handler });
    await first.close();
    await log.append(topic.name, [{ key: 'k', value: text('old') }]);
    clock.advance(DAY_MS / 2);
    expect(await log.applyRetention(clock.nowMs())).toBe(0);
    await log.append(topic.name, [{ key: 'k', value: text('kept') }]);
    clock.advance(DAY_MS / 2 + 1_000);
    expect(await log.applyRetention(clock.nowMs())).toBe(1);
    await log.subscribe({ group, topics: [topic.name], handler });
    await eventually(async () => {
      expect((await world().results(group, topic.name)).map(({ value }) => value)).toEqual(['kept']);
    });
    await eventually(async () => expect((await log.lag(group, [topic.name]))[0]).toMatchObject({ lag: 0 }));
  });
}

/** A handler's failure costs at most the record that is to blame. */
export function describeFailures(world: () => EventLogWorld, maxAttempts: number): void {
  it('a poison message goes to the dead-letter topic with its reason after bounded retries, and its partition goes on', async () => {
    const topic = world().topic(1);
    const { log } = world().member([topic], systemClock);
    const group = world().group();
    let attempts = 0;
    const handler = world().recorder(group, 'r', world().pool, (batch) => {
      if (!batch.records.some(({ value }) => Buffer.from(value).toString() === 'poison')) return;
      attempts++;
      throw new AppError('TEST.POISON', 'cannot be handled');
    });
    const values = Array.from({ length: 33 }, (_, i) => (i === 20 ? 'poison' : `v${i}`));
    await log.append(
      topic.name,
      values.map((value) => ({ key: 'k', value: text(value), headers: { kept: 'yes' } })),
    );
    await log.subscribe({ group, topics: [topic.name], handler });
    await log.append(topic.name, [{ key: 'k', value: text('later') }]);
    const dead: StoredRecord[] = [];
    await log.subscribe({
      group: world().group(),
      topics: [`${topic.name}.dlq`],
      handler: async (batch) => void dead.push(...batch.records),
    });
    await eventually(async () => {
      const rows = await world().results(group, topic.name);
      expect(rows.map(({ value }) => value)).toEqual([...values.filter((v) => v !== 'poison'), 'later']);
      expect(dead).toHaveLength(1);
    });
    expect(Buffer.from(dead[0]!.value).toString()).toBe('poison');
    expect(dead[0]!.headers).toMatchObject({
      kept: 'yes',
      [DEAD_LETTER_HEADERS.code]: 'TEST.POISON',
      [DEAD_LETTER_HEADERS.message]: 'cannot be handled',
      [DEAD_LETTER_HEADERS.topic]: topic.name,
      [DEAD_LETTER_HEADERS.partition]: '0',
      [DEAD_LETTER_HEADERS.offset]: '20',
      [DEAD_LETTER_HEADERS.attempts]: String(attempts),
    });
    expect(attempts).toBeLessThanOrEqual(maxAttempts + Math.ceil(Math.log2(34)) + 1);
  });

  it('an outage is waited for, however long: nothing is buried, nothing is lost', async () => {
    const topic = world().topic(2);
    const { log } = world().member([topic], systemClock);
    const group = world().group();
    let failures = 0;
    const handler = world().recorder(group, 'r', world().pool, () => {
      if (failures++ < maxAttempts * 4) throw new AppError('TEST.AWAY', 'not now', { retryable: true });
    });
    await log.append(topic.name, [{ key: 'k', value: text('v') }]);
    await log.subscribe({ group, topics: [topic.name], handler });
    await eventually(async () => expect(await world().results(group, topic.name)).toHaveLength(1));
    expect((await log.lag('nobody', [`${topic.name}.dlq`]))[0]).toMatchObject({ lag: 0 });
  });

  it('position and results commit together: after a rollback the batch comes again, its results count once', async () => {
    const topic = world().topic(1);
    const { log } = world().member([topic], systemClock);
    const group = world().group();
    let calls = 0;
    const committed = world().recorder(group, 'r', world().pool);
    await log.append(topic.name, [{ key: 'k', value: text('v') }]);
    await log.subscribe({
      group,
      topics: [topic.name],
      handler: async (batch, position) => {
        if (++calls > 2) return committed(batch, position);
        const client = await world().pool.connect();
        await client.query('BEGIN');
        await client.query("INSERT INTO results (grp, topic, value) VALUES ($1, $2, 'undone')", [
          group,
          topic.name,
        ]);
        await position.commit(client);
        await client.query('ROLLBACK');
        client.release();
        if (calls === 1) throw new Error('after the rollback');
      },
    });
    // A handler that resolves after a rollback is found out at the next batch.
    await eventually(() => expect(calls).toBe(2));
    await log.append(topic.name, [{ key: 'k', value: text('w') }]);
    await eventually(async () => {
      expect((await world().results(group, topic.name)).map(({ value }) => value)).toEqual(['v', 'w']);
    });
    expect(calls).toBeGreaterThanOrEqual(3);
  });

  it('a slow handler holds back its partition: one batch at a time, no larger than asked for', async () => {
    const topic = world().topic(2);
    const { log } = world().member([topic], systemClock);
    const running = new Map<number, number>();
    let widest = 0;
    let largest = 0;
    let handled = 0;
    await log.append(
      topic.name,
      Array.from({ length: 300 }, (_, i) => ({ key: `k${i % 20}`, value: Buffer.alloc(1_000) })),
    );
    await log.subscribe({
      group: world().group(),
      topics: [topic.name],
      maxBatchRecords: 25,
      handler: async (batch) => {
        const here = (running.get(batch.partition) ?? 0) + 1;
        running.set(batch.partition, here);
        widest = Math.max(widest, here);
        largest = Math.max(largest, batch.records.length);
        await new Promise((resolve) => setTimeout(resolve, 5));
        handled += batch.records.length;
        running.set(batch.partition, here - 1);
      },
    });
    await eventually(() => expect(handled).toBe(300));
    expect(widest).toBe(1);
    expect(largest).toBe(25);
  });
}
