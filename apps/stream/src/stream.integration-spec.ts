import { deadLetterTopic, TOPICS } from '@fettle/contracts';
import type { RecordBatch } from '@fettle/event-log';
import { AppError, DAY_MS, HOUR_MS, MINUTE_MS, type Random, seededRandom } from '@fettle/kernel';
import {
  asTenant,
  inTransaction,
  readLatest,
  readLateCounts,
  readReadings,
  type ReadingsPage,
  readSeries,
} from '@fettle/persistence';
import { eventually, startTestPostgres, type TestPostgres } from '@fettle/testing';
import { type ClosedWindow, computeWindows, fromWindowsRecord, type Reading } from '@fettle/windowing';
import { DeviceStreams } from './devices/device-streams';
import type { FrameBatchParts } from './frame-batches';
import { applyRetention } from './retention/retention';
import { frameOf, type SentFrame, steadyFrames } from './spec-builders/fleet-frames';
import { StreamWorld, type TestDevice } from './spec-builders/stream-world';

const START = Date.UTC(2026, 2, 1, 22, 10);
/** Late enough to close everything before it, in every size. */
const FLUSH_AT = START + 9 * DAY_MS;
const FLUSH = frameOf({ sequence: 1_000_000, times: [FLUSH_AT], values: { 1: [0] } });

function bytesOf(frames: readonly SentFrame[]): Uint8Array[] {
  return frames.map(({ bytes }) => bytes);
}

function readingsOf(frames: readonly SentFrame[]): Reading[] {
  return frames.flatMap(({ readings }) => readings);
}

/** Windows as defined, of all that is closed once the flush has come. */
function offline(frames: readonly SentFrame[]): ClosedWindow[] {
  return computeWindows(readingsOf(frames)).filter(
    ({ startMs, sizeMs }) => startMs + sizeMs <= FLUSH_AT - MINUTE_MS,
  );
}

function shuffledNear<T>(random: Random, items: readonly T[], reach: number): T[] {
  return items
    .map((item, index) => ({ item, at: index + random.next() * reach }))
    .sort((a, b) => a.at - b.at)
    .map(({ item }) => item);
}

describe('stream', () => {
  let postgres: TestPostgres;
  let world: StreamWorld;
  beforeAll(async () => {
    postgres = await startTestPostgres();
    world = new StreamWorld((await postgres.createDatabase()).database, eventually);
  }, 120_000);
  afterAll(async () => {
    await world.close();
    await postgres.stop();
  }, 60_000);
  afterEach(() => world.stopStream());

  it('counts each frame once, however often it comes, and closes the windows that the definition says', async () => {
    const [device] = await world.tenant('once', 1);
    const frames = steadyFrames(seededRandom(1), START, 120);
    await world.startStream();
    await world.send(device!, bytesOf([...frames.slice(0, 60), ...frames.slice(10, 50)]));
    await world.caughtUp();
    await world.send(device!, bytesOf([...frames.slice(30), FLUSH]), FLUSH_AT + 250);
    await world.caughtUp();

    expect(await world.windowsOf(device!)).toEqual(offline(frames));
    expect(await world.statusOf(device!)).toEqual({
      frames: 121,
      readings: readingsOf(frames).length + 1,
      duplicates: 70,
      late: 0,
      gaps: 1_000_000 - 120,
      last_seen_ms: FLUSH_AT + 250,
      clock_error_ms: -250,
      last_event_ms: FLUSH_AT,
      watermark_ms: FLUSH_AT - MINUTE_MS,
    });
  }, 60_000);

  it('tells others of each window exactly once', async () => {
    const [device] = await world.tenant('told', 1);
    const seen: ClosedWindow[] = [];
    const tail = await world.log.tail([TOPICS.windows.name], (batch: RecordBatch) => {
      for (const record of batch.records) {
        if (record.key !== device!.key) continue;
        for (const event of fromWindowsRecord(record)) {
          expect(event).toMatchObject({
            deviceId: device!.deviceId,
            assetId: device!.assetId,
            assetTypeId: 'wind.turbine',
          });
          seen.push({ sizeMs: event.sizeMs, startMs: event.startMs, signals: event.signals });
        }
      }
    });
    const frames = steadyFrames(seededRandom(2), START, 60);
    await world.startStream({}, 7);
    await world.send(device!, bytesOf([...frames, FLUSH]));
    await world.caughtUp();
    const expected = offline(frames);
    await eventually(() => expect(seen).toHaveLength(expected.length));
    await tail.close();
    expect([...seen].sort((a, b) => a.sizeMs - b.sizeMs || a.startMs - b.startMs)).toEqual(expected);
  }, 60_000);

  it('failures at every step, restarts and a small memory change no window', async () => {
    const random = seededRandom(3);
    const devices = await world.tenant('shaken', 3);
    const sent = devices.map((_, i) =>
      steadyFrames(random.fork(`device ${i}`), START + i * HOUR_MS, 150, false),
    );
    const outage = (): AppError => new AppError('DATABASE.UNAVAILABLE', 'on purpose', { retryable: true });
    const shaky = (): Partial<FrameBatchParts> => ({
      database: {
        get pipeline() {
          if (random.below(12) === 0) throw outage();
          return world.database.pipeline;
        },
      },
      eventLog: {
        appendIn: async (...args: Parameters<typeof world.log.appendIn>) => {
          if (random.below(4) === 0) throw outage();
          await world.log.appendIn(...args);
          if (random.below(4) === 0) throw outage();
        },
      },
      streams: new DeviceStreams(2),
    });
    for (let part = 0; part < 5; part++) {
      await world.startStream(shaky(), 16);
      for (const [i, device] of devices.entries()) {
        const slice = sent[i]!.slice(part * 30, part * 30 + 30);
        // Out of order by a frame or two: within the lateness; and a fifth of them twice.
        const again = slice.filter(() => random.below(5) === 0);
        await world.send(device, bytesOf([...shuffledNear(random, slice, 2), ...again]));
      }
      if (part < 4) await world.stopStream();
    }
    for (const device of devices) await world.send(device, [FLUSH.bytes]);
    await world.caughtUp();
    for (const [i, device] of devices.entries()) {
      const status = await world.statusOf(device);
      expect({ late: status['late'], frames: status['frames'] }).toEqual({ late: 0, frames: 151 });
      expect(await world.windowsOf(device)).toEqual(offline(sent[i]!));
    }
  }, 120_000);

  it('readings behind the watermark enter no window and are kept with their reason', async () => {
    const [device] = await world.tenant('late', 1);
    const now = frameOf({ sequence: 0, times: [START + HOUR_MS], values: { 1: [100] } });
    const late = frameOf({ sequence: 1, times: [START, START + 1_000], values: { 1: [1, 2], 2: [3, null] } });
    await world.startStream();
    await world.send(device!, bytesOf([now, late, late, FLUSH]));
    await world.caughtUp();
    const { api } = world.database;
    const counts = await asTenant(api, device!.tenantId, (client) =>
      readLateCounts(client, device!.deviceId, 10),
    );
    const dayMs = Math.floor(START / DAY_MS) * DAY_MS;
    const range = { reason: 'WINDOW.CLOSED', dayMs, firstMs: START };
    expect(counts).toEqual([
      { ...range, signalId: 1, readings: 2, lastMs: START + 1_000 },
      { ...range, signalId: 2, readings: 1, lastMs: START },
    ]);
    expect(await world.windowsOf(device!)).toEqual(offline([now]));
    expect(await world.statusOf(device!)).toMatchObject({ late: 3, duplicates: 1, readings: 5 });
  }, 60_000);

  it('what cannot be read goes to the dead letters with its reason, and the rest goes on', async () => {
    const [device] = await world.tenant('poison', 1);
    const letters: { code: string | undefined; key: string }[] = [];
    const tail = await world.log.tail([deadLetterTopic(TOPICS.frames.name)], ({ records }) => {
      for (const { headers, key } of records) letters.push({ code: headers['dlq-code'], key });
    });
    const frames = steadyFrames(seededRandom(4), START, 10);
    const damaged = Uint8Array.from(frames[3]!.bytes, (byte, i) => (i === 9 ? byte ^ 1 : byte));
    await world.startStream();
    await world.send(device!, [
      ...bytesOf(frames.slice(0, 5)),
      damaged,
      new Uint8Array(0),
      ...bytesOf(frames.slice(5)),
    ]);
    const nobody = { ...device!, key: `${device!.tenantId}/${device!.tenantId}` };
    await world.send(nobody, bytesOf(frames.slice(0, 1)));
    await world.send(device!, [FLUSH.bytes]);
    await world.caughtUp();
    expect(await world.windowsOf(device!)).toEqual(offline(frames));
    await eventually(() => expect(letters).toHaveLength(3));
    await tail.close();
    expect(letters.map(({ code }) => code).sort()).toEqual([
      'DEVICE.UNKNOWN',
      'FRAME.MALFORMED',
      'FRAME.MALFORMED',
    ]);
  }, 60_000);

  describe('as a tenant', () => {
    let mine: TestDevice;
    let theirs: TestDevice;
    let sent: SentFrame[];
    beforeAll(async () => {
      [[mine], [theirs]] = (await Promise.all([world.tenant('mine', 1), world.tenant('theirs', 1)])) as [
        [TestDevice],
        [TestDevice],
      ];
      sent = steadyFrames(seededRandom(5), START, 100);
      await world.startStream();
      await world.send(mine, bytesOf(sent));
      await world.send(theirs, bytesOf([...sent, FLUSH, ...steadyFrames(seededRandom(6), START, 1)]));
      await world.caughtUp();
    }, 60_000);

    it('rows of others cannot be seen, whatever is asked, nor partitions read past the policy', async () => {
      const { api } = world.database;
      for (const table of ['frames', 'windows', 'late_readings', 'device_status']) {
        const all = await world.database.pipeline.query(`SELECT 1 FROM ${table} WHERE tenant_id = $1`, [
          theirs.tenantId,
        ]);
        expect(all.rowCount).toBeGreaterThan(0);
        const seen = await asTenant(api, mine.tenantId, (client) =>
          client.query<{ tenant_id: string }>(`SELECT DISTINCT tenant_id FROM ${table}`),
        );
        expect(seen.rows).toEqual(table === 'late_readings' ? [] : [{ tenant_id: mine.tenantId }]);
        expect((await api.query(`SELECT 1 FROM ${table}`)).rowCount).toBe(0);
      }
      const { rows } = await world.database.pipeline.query<{ name: string }>(
        `SELECT c.oid::regclass::text AS name FROM pg_class c WHERE c.relispartition`,
      );
      expect(rows.length).toBeGreaterThan(8);
      for (const { name } of rows.filter((row) => !row.name.endsWith('pkey'))) {
        await expect(api.query(`SELECT 1 FROM ${name}`)).rejects.toThrow(
          /permission denied|not a table|cannot open/,
        );
      }
      for (const table of ['device_stream_state', 'device_stream_rollups', 'telemetry_partitions']) {
        await expect(api.query(`SELECT 1 FROM ${table}`)).rejects.toThrow(/permission denied/);
      }
      const asMe = <T>(work: Parameters<typeof asTenant<T>>[2]): Promise<T> =>
        asTenant(api, mine.tenantId, work);
      const range = { signalId: 1, fromMs: START, toMs: FLUSH_AT };
      const readings = await asMe((client) =>
        readReadings(client, { ...range, deviceId: theirs.deviceId, cursor: null, limit: 10 }),
      );
      expect(readings.items).toEqual([]);
      const series = await asMe((client) =>
        readSeries(client, { ...range, deviceIds: [theirs.deviceId], points: 100 }),
      );
      expect(series.t).toEqual([]);
      expect((await asMe((client) => readLatest(client, [theirs.deviceId]))).size).toBe(0);
    });

    it('readings come page by page as they were sent, by time', async () => {
      const expected = readingsOf(sent).sort((a, b) => a.atMs - b.atMs || a.signalId - b.signalId);
      const got: Reading[] = [];
      let cursor: string | null = null;
      do {
        const query = {
          deviceId: mine.deviceId,
          signalId: null,
          fromMs: START,
          toMs: FLUSH_AT,
          cursor,
          limit: 777,
        };
        const page: ReadingsPage = await asTenant(world.database.api, mine.tenantId, (client) =>
          readReadings(client, query),
        );
        got.push(...page.items.map((item) => ({ ...item, value: item.value! })));
        cursor = page.nextCursor;
      } while (cursor !== null);
      expect(got).toEqual(expected.map(({ atMs, signalId, value }) => ({ atMs, signalId, value })));
    });

    it('a series counts every reading in its range once, up to the newest, at any resolution', async () => {
      const readings = readingsOf(sent).filter(({ signalId }) => signalId === 4);
      const newest = Math.max(...readings.map(({ atMs }) => atMs));
      const first = Math.floor(START / DAY_MS) * DAY_MS;
      const spans = [
        { fromMs: START, toMs: newest + 1, points: 1_000 },
        { fromMs: START, toMs: newest + 1, points: 10_000 },
        { fromMs: START, toMs: newest + 1, points: 20 },
        { fromMs: first, toMs: newest + 1, points: 3 },
        { fromMs: first - 300 * DAY_MS, toMs: newest + 5_000, points: 400 },
        { fromMs: first - 3_000 * DAY_MS, toMs: newest + 5_000, points: 400 },
      ];
      const widths = new Set<number>();
      for (const span of spans) {
        const query = { deviceIds: [mine.deviceId], signalId: 4, ...span };
        const series = await asTenant(world.database.api, mine.tenantId, (client) =>
          readSeries(client, query),
        );
        widths.add(series.resolutionMs);
        expect(series.t.length).toBeLessThanOrEqual(span.points + 1);
        expect(series.count.reduce((sum, n) => sum + n, 0)).toBe(readings.length);
        expect(Math.max(...series.max)).toBe(Math.max(...readings.map(({ value }) => value)));
        const mean = series.mean.reduce((sum, m, i) => sum + m * series.count[i]!, 0) / readings.length;
        expect(mean).toBeCloseTo(readings.reduce((sum, { value }) => sum + value, 0) / readings.length, 6);
        expect(series.t).toEqual([...series.t].sort((a, b) => a - b));
      }
      expect(widths.size).toBeGreaterThan(3);
      expect(widths.has(0)).toBe(true);
    });

    it('the newest values are those of the newest event time', async () => {
      const latest = await asTenant(world.database.api, mine.tenantId, (client) =>
        readLatest(client, [mine.deviceId]),
      );
      const readings = readingsOf(sent);
      for (const { signalId, atMs, value } of latest.get(mine.deviceId)!) {
        const own = readings.filter((reading) => reading.signalId === signalId);
        expect(atMs).toBe(Math.max(...own.map((reading) => reading.atMs)));
        expect(own.find((reading) => reading.atMs === atMs)!.value).toBe(value);
      }
      expect(latest.get(mine.deviceId)!.map(({ signalId }) => signalId)).toEqual([1, 2, 3, 4, 5]);
    });
  });

  it('retention drops tables nobody needs and deletes rows of those who keep less', async () => {
    const [kept] = await world.tenant('keeps', 1);
    const [short] = await world.tenant('forgets', 1);
    const pool = world.database.pipeline;
    await inTransaction(pool, async (client) => {
      await client.query('UPDATE tenants SET retention_days = 30');
      await client.query('UPDATE tenants SET retention_days = 10 WHERE id = $1', [short!.tenantId]);
    });
    const day = (n: number): SentFrame =>
      frameOf({ sequence: n, times: [START + n * DAY_MS], values: { 1: [n] } });
    const frames = [-200, -199, 0, 15, 40].map((n) => day(n + 300));
    await world.startStream();
    for (const device of [kept!, short!]) await world.send(device, bytesOf(frames));
    await world.caughtUp();
    const nowMs = START + 330 * DAY_MS + HOUR_MS;
    expect(await applyRetention(pool, nowMs)).toBeGreaterThan(0);
    const times = async ({ deviceId }: TestDevice): Promise<number[]> => {
      const { rows } = await pool.query<{ n: number }>(
        'SELECT ((base_ms - $2) / 86400000)::int - 300 AS n FROM frames WHERE device_id = $1 ORDER BY 1',
        [deviceId, START],
      );
      return rows.map(({ n }) => n);
    };
    expect(await times(kept!)).toEqual([0, 15, 40]);
    expect(await times(short!)).toEqual([40]);
    // A partition that is gone is made again when it is needed, also by a process that remembers it.
    await world.send(kept!, [
      frameOf({ sequence: 9, times: [START + 100 * DAY_MS], values: { 1: [1] } }).bytes,
    ]);
    await world.caughtUp();
    expect(await times(kept!)).toEqual([-200, 0, 15, 40]);
  }, 60_000);
});
