import type { MqttClient } from 'mqtt';
import { decodeFrame, encodeFrame } from '@fettle/frame';
import { AppError, ManualClock, MINUTE_MS, uuidv7 } from '@fettle/kernel';
import { TOPICS } from '@fettle/contracts';
import { eventually, startTestPostgres, type TestPostgres } from '@fettle/testing';
import { inTransaction } from '@fettle/persistence';
import { type IngestWorld, startIngestWorld, type TestTenant } from './spec-builders/ingest-world';
import { rawMqtt } from './spec-builders/raw-mqtt';

jest.setTimeout(120_000);

const NOW_MS = 1_700_000_000_000;
const SEQ = 1;
const HUMIDITY = 3;

let postgres: TestPostgres;
let world: IngestWorld;
let mine: TestTenant;
let other: TestTenant;
const clock = new ManualClock(NOW_MS);

beforeAll(async () => {
  postgres = await startTestPostgres();
  const { urls } = await postgres.createDatabase();
  world = await startIngestWorld(urls, clock);
  mine = await world.makeTenant('Mine', 40);
  other = await world.makeTenant('Other', 4);
});

afterAll(async () => {
  await world?.stop();
  await postgres?.stop();
});

let nextDevice = 0;
function freshDevice(): TestTenant['devices'][number] {
  return mine.devices[nextDevice++]!;
}

function topic(device: { tenantId: string; id: string }, leaf: string): string {
  return `fettle/v1/${device.tenantId}/${device.id}/${leaf}`;
}

function frame(signalId: number, mantissa: number, time = NOW_MS, sequence = 1): Buffer {
  const column = { signalId, kind: 'scaled', exponent: 0, mantissas: [mantissa] } as const;
  return Buffer.from(encodeFrame({ bootId: 1, sequence, times: [time], columns: [column] }));
}

interface Notice {
  rejected: { reason: string; detail: string; readings: number }[];
}

/** What the device is told from now on. */
async function listen(client: MqttClient, device: { tenantId: string; id: string }): Promise<Notice[]> {
  const notices: Notice[] = [];
  client.on('message', (_topic, payload) => notices.push(JSON.parse(payload.toString()) as Notice));
  await client.subscribeAsync(topic(device, 'status'));
  return notices;
}

describe('acknowledgement', () => {
  it('a PUBACK leaves only once the message is durable', async () => {
    const device = freshDevice();
    const client = await world.connectAs(device);
    world.log.hold();
    let acknowledged = false;
    const published = client.publishAsync(topic(device, 'frames'), frame(SEQ, 1), { qos: 1 }).then(() => {
      acknowledged = true;
    });
    await eventually(() => expect(world.log.waiting).toBe(1));
    // A PINGREQ that is answered shows that the broker had its chance.
    const other = await world.connectAs(freshDevice());
    await other.subscribeAsync([]).catch(() => undefined);
    expect(acknowledged).toBe(false);
    expect(await world.frames(device)).toEqual([]);
    world.log.release();
    await published;
    expect(await world.frames(device)).toHaveLength(1);
  });

  it('a message whose append fails for good is not acknowledged, the device sends it again', async () => {
    const device = freshDevice();
    const raw = await rawMqtt(world.port, device.mqtt);
    await eventually(() => expect(raw.packets[0]).toMatchObject({ cmd: 'connack', returnCode: 0 }));
    const append = jest.spyOn(world.parts.eventLog, 'append').mockRejectedValueOnce(new Error('disk'));
    raw.send({
      cmd: 'publish',
      topic: topic(device, 'frames'),
      payload: frame(SEQ, 1),
      qos: 1,
      messageId: 5,
      dup: false,
      retain: false,
    });
    await eventually(() => expect(raw.closed()).toBe(true));
    expect(raw.packets.filter(({ cmd }) => cmd === 'puback')).toEqual([]);
    append.mockRestore();
    const client = await world.connectAs(device);
    await client.publishAsync(topic(device, 'frames'), frame(SEQ, 1), { qos: 1 });
    expect(await world.frames(device)).toHaveLength(1);
  });

  it('a passing failure of the log is waited out', async () => {
    const device = freshDevice();
    const client = await world.connectAs(device);
    const down = new AppError('LOG.UNAVAILABLE', 'down', { retryable: true });
    const append = jest.spyOn(world.parts.eventLog, 'append').mockRejectedValueOnce(down);
    await client.publishAsync(topic(device, 'frames'), frame(SEQ, 1), { qos: 1 });
    expect(append.mock.calls.length).toBeGreaterThan(1);
    append.mockRestore();
    expect(await world.frames(device)).toHaveLength(1);
  });
});

describe('doors', () => {
  it('a frame goes on byte for byte', async () => {
    const device = freshDevice();
    const client = await world.connectAs(device);
    const bytes = frame(SEQ, 42);
    await client.publishAsync(topic(device, 'frames'), bytes, { qos: 1 });
    expect((await world.frames(device)).map((value) => Buffer.from(value).equals(bytes))).toEqual([true]);
  });

  it('JSON becomes a frame, the same one when sent again; each QoS is taken', async () => {
    const device = freshDevice();
    const client = await world.connectAs(device);
    const sent = [
      '{"ts":1699999999000,"values":{"temperature":21.53,"humidity":40}}',
      '{"values":{"humidity":40,"temperature":21.53},"ts":1699999999000}',
    ];
    await client.publishAsync(topic(device, 'json'), sent[0]!, { qos: 1 });
    await client.publishAsync(topic(device, 'json'), sent[1]!, { qos: 2 });
    await client.publishAsync(topic(device, 'json'), sent[0]!, { qos: 0 });
    const frames = await eventually(async () => {
      const found = await world.frames(device);
      expect(found).toHaveLength(3);
      return found.map((value) => Buffer.from(value).toString('hex'));
    });
    expect(new Set(frames).size).toBe(1);
  });

  it('a ThingsBoard device moves over by its token; its keys become signals of the asset', async () => {
    const device = freshDevice();
    const client = await world.connect({ username: device.token, clientId: 'anything' });
    await client.publishAsync('v1/devices/me/telemetry', '{"oil_level":3.25,"on":true}', { qos: 1 });
    const [bytes] = await world.frames(device);
    const result = decodeFrame(bytes!);
    expect(result.ok && result.frame.columns.map(({ signalId }) => signalId)).toEqual([1024, 1025]);
    const entry = await world.parts.directory.byId(device.id);
    expect(entry!.signals.get('oil_level')?.id).toBeGreaterThanOrEqual(1024);
  });

  it('Sparkplug B: an alias counts once its birth was seen, and a birth is asked for when it was not', async () => {
    const device = freshDevice();
    const client = await world.connectAs(device);
    const asked: string[] = [];
    client.on('message', (name) => asked.push(name));
    const command = `spBv1.0/${device.tenantId}/NCMD/${device.id}`;
    await client.subscribeAsync([command, topic(device, 'status')]);
    const data = Buffer.concat([
      Buffer.from([0x08]),
      varint(NOW_MS),
      sub(0x12, [0x10, 7, 0x65, ...float(21.5)]),
    ]);
    await client.publishAsync(`spBv1.0/${device.tenantId}/NDATA/${device.id}`, data, { qos: 1 });
    await eventually(() => expect(asked.sort()).toEqual([topic(device, 'status'), command].sort()));
    const name = Buffer.from('temperature');
    const born = [0x0a, name.length, ...name, 0x10, 7, 0x20, 9, 0x65, ...float(20)];
    const birth = Buffer.concat([Buffer.from([0x08]), varint(NOW_MS - 1), sub(0x12, born)]);
    await client.publishAsync(`spBv1.0/${device.tenantId}/NBIRTH/${device.id}`, birth, { qos: 1 });
    await client.publishAsync(`spBv1.0/${device.tenantId}/NDATA/${device.id}`, data, { qos: 1 });
    expect(await world.frames(device)).toHaveLength(2);
  });
});

describe('refusals', () => {
  type Case = [reason: string, leaf: string, payload: string | Buffer, readings: number];
  const cases: Case[] = [
    ['FRAME.MALFORMED', 'frames', 'not a frame', 0],
    ['FRAME.TOO_LARGE', 'frames', Buffer.alloc(65_537), 0],
    ['JSON.MALFORMED', 'json', '{"ts":1', 0],
    ['JSON.MALFORMED', 'json', '{"ts":1.5,"values":{"humidity":1}}', 0],
    ['TOPIC.NOT_ALLOWED', 'elsewhere', 'x', 0],
    ['SIGNAL.UNKNOWN', 'json', '{"values":{"nothing":1}}', 1],
    ['SIGNAL.UNKNOWN', 'frames', frame(999, 1), 1],
    ['READING.OUT_OF_RANGE', 'json', '{"values":{"humidity":101}}', 1],
    ['READING.OUT_OF_RANGE', 'frames', frame(HUMIDITY, 101), 1],
    ['READING.NOT_A_NUMBER', 'json', '{"values":{"humidity":"wet"}}', 1],
    ['CLOCK.FUTURE', 'json', `{"ts":${NOW_MS + 6 * MINUTE_MS},"values":{"humidity":1}}`, 1],
    ['CLOCK.PAST', 'json', '{"ts":1,"values":{"humidity":1,"pressure":1}}', 2],
    ['CLOCK.FUTURE', 'frames', frame(SEQ, 1, NOW_MS + 6 * MINUTE_MS), 1],
    ['CLOCK.PAST', 'frames', frame(SEQ, 1, 1), 1],
  ];

  it.each(cases)('%s on %s is acknowledged, recorded and told', async (reason, leaf, payload, readings) => {
    const device = freshDevice();
    const client = await world.connectAs(device);
    const notices = await listen(client, device);
    await client.publishAsync(topic(device, leaf), payload, { qos: 1 });
    expect(await world.rejected(device.id)).toMatchObject([{ tenantId: mine.id, reason, readings }]);
    expect(await world.frames(device)).toEqual([]);
    await eventually(() => expect(notices).toMatchObject([{ rejected: [{ reason, readings }] }]));
  });

  it('SPARKPLUG.MALFORMED', async () => {
    const device = freshDevice();
    const client = await world.connectAs(device);
    await client.publishAsync(`spBv1.0/${mine.id}/NDATA/${device.id}`, Buffer.from([0x12, 0x7f]), { qos: 1 });
    expect(await world.rejected(device.id)).toMatchObject([{ reason: 'SPARKPLUG.MALFORMED' }]);
  });

  it('the good readings of a JSON message count, the others are named', async () => {
    const device = freshDevice();
    const client = await world.connectAs(device);
    await client.publishAsync(topic(device, 'json'), '{"values":{"humidity":40,"x":1,"pressure":-1}}', {
      qos: 1,
    });
    expect(await world.frames(device)).toHaveLength(1);
    const reasons = (await world.rejected(device.id)).map(({ reason }) => reason);
    expect(reasons.sort()).toEqual(['READING.OUT_OF_RANGE', 'SIGNAL.UNKNOWN']);
  });

  it("another tenant's topics take nothing and give nothing, and do not learn of it", async () => {
    const device = freshDevice();
    const victim = other.devices[0]!;
    const client = await world.connectAs(device);
    const listener = await world.connectAs(victim);
    const heard = await listen(listener, victim);
    await client.publishAsync(topic(victim, 'json'), '{"values":{"humidity":1}}', { qos: 1 });
    await client.publishAsync(topic(victim, 'status'), '{"rejected":[]}', { qos: 1 });
    await client.publishAsync(`spBv1.0/${other.id}/NDATA/${victim.id}`, Buffer.from([]), { qos: 1 });
    for (const filter of [
      '#',
      'fettle/#',
      '$SYS/#',
      `fettle/v1/+/${device.id}/status`,
      topic(victim, 'status'),
    ]) {
      await expect(client.subscribeAsync(filter)).rejects.toThrow();
    }
    expect((await world.rejected(device.id)).map(({ reason, tenantId }) => [tenantId, reason])).toEqual([
      [mine.id, 'TENANT.MISMATCH'],
      [mine.id, 'TENANT.MISMATCH'],
      [mine.id, 'TENANT.MISMATCH'],
      ...['TOPIC.NOT_ALLOWED', 'TOPIC.NOT_ALLOWED', 'TOPIC.NOT_ALLOWED'].map((reason) => [mine.id, reason]),
      [mine.id, 'TENANT.MISMATCH'],
      [mine.id, 'TENANT.MISMATCH'],
    ]);
    expect(await world.rejected(victim.id)).toEqual([]);
    expect(await world.frames(victim)).toEqual([]);
    expect(heard).toEqual([]);
  });

  it("another device's topic of the same tenant is refused too", async () => {
    const [device, victim] = [freshDevice(), freshDevice()];
    const client = await world.connectAs(device);
    await client.publishAsync(topic(victim, 'json'), '{"values":{"humidity":1}}', { qos: 1 });
    expect(await world.rejected(device.id)).toMatchObject([{ reason: 'TOPIC.NOT_ALLOWED' }]);
    expect(await world.frames(victim)).toEqual([]);
  });

  it("a client id is its user's own: nobody ends another's connection by taking it", async () => {
    const [device, attacker] = [freshDevice(), other.devices[1]!];
    const client = await world.connectAs(device);
    await world.connect({ ...attacker.mqtt, clientId: device.mqtt.clientId });
    await client.publishAsync(topic(device, 'json'), '{"values":{"humidity":1}}', { qos: 1 });
    expect(client.connected).toBe(true);
  });

  it('no session outlives its connection, whatever was asked for', async () => {
    const device = freshDevice();
    const first = await rawMqtt(world.port, device.mqtt, 'lasting');
    const subscriptions = [{ topic: topic(device, 'status'), qos: 1 as const }];
    first.send({ cmd: 'subscribe', messageId: 1, subscriptions });
    await eventually(() => expect(first.packets).toMatchObject([{ cmd: 'connack' }, { granted: [1] }]));
    first.end();
    const again = await rawMqtt(world.port, device.mqtt, 'lasting');
    await eventually(() => expect(again.packets[0]).toMatchObject({ cmd: 'connack', sessionPresent: false }));
    again.end();
  });

  it('logins are refused with the reason, under the device where it is known', async () => {
    const device = freshDevice();
    const wrong = { ...device.mqtt, password: 'x' };
    await expect(world.connect(wrong)).rejects.toMatchObject({ code: 4 });
    await expect(world.connect({ ...wrong, username: uuidv7(1), clientId: 'x' })).rejects.toMatchObject({
      code: 4,
    });
    await expect(world.connect({ clientId: 'x' })).rejects.toMatchObject({ code: 4 });
    expect(await world.rejected(device.id)).toMatchObject([
      { reason: 'DEVICE.BAD_CREDENTIALS', topic: 'CONNECT' },
    ]);
    const unknown = (await world.records(TOPICS.rejected.name)).filter(
      ({ key }) => key === 'platform/unknown',
    );
    expect(unknown.length).toBeGreaterThanOrEqual(2);
  });

  it('a device that is switched off while it is connected is refused, and may not come back', async () => {
    const device = freshDevice();
    const client = await world.connectAs(device);
    await change(`UPDATE devices SET disabled = true WHERE id = '${device.id}'`, device.id);
    await eventually(async () => {
      await client.publishAsync(topic(device, 'json'), '{"values":{"humidity":1}}', { qos: 1 });
      expect((await world.rejected(device.id))[0]).toMatchObject({ reason: 'DEVICE.DISABLED' });
    });
    await expect(world.connectAs(device)).rejects.toMatchObject({ code: 5 });
  });

  it('a secret that was replaced stops working for the open connection as well', async () => {
    const device = freshDevice();
    const client = await world.connectAs(device);
    await change(`UPDATE devices SET secret_hash = sha256('other') WHERE id = '${device.id}'`, device.id);
    await eventually(async () => {
      await client.publishAsync(topic(device, 'json'), '{"values":{"humidity":1}}', { qos: 1 });
      expect((await world.rejected(device.id))[0]).toMatchObject({ reason: 'DEVICE.BAD_CREDENTIALS' });
    });
  });

  it('a packet beyond the hard limit ends the connection before it is read', async () => {
    const device = freshDevice();
    const raw = await rawMqtt(world.port, device.mqtt);
    await eventually(() => expect(raw.packets).toHaveLength(1));
    raw.socket.write(Buffer.from([0x32, 0xff, 0xff, 0xff, 0x7f]));
    await eventually(() => expect(raw.closed()).toBe(true));
    await eventually(async () =>
      expect(await world.rejected(device.id)).toMatchObject([{ reason: 'FRAME.TOO_LARGE' }]),
    );
  });

  it('are counted once by hour, and the last cases kept, for the tenant alone to see', async () => {
    const device = freshDevice();
    const client = await world.connectAs(device);
    for (let i = 0; i < 25; i++) await client.publishAsync(topic(device, 'json'), `broken ${i}`, { qos: 1 });
    const { database } = world.parts;
    await eventually(async () => {
      const { rows } = await database.pipeline.query('SELECT * FROM reject_counts WHERE device_id = $1', [
        device.id,
      ]);
      expect(rows).toMatchObject([{ tenant_id: mine.id, reason: 'JSON.MALFORMED', messages: '25' }]);
    });
    const { rows } = await database.pipeline.query(
      'SELECT sample FROM rejects WHERE device_id = $1 ORDER BY id',
      [device.id],
    );
    expect(rows).toHaveLength(20);
    expect((rows[19] as { sample: Buffer }).sample.toString()).toBe('broken 24');
    const unseen = await database.api.query('SELECT 1 FROM rejects UNION ALL SELECT 1 FROM reject_counts');
    expect(unseen.rowCount).toBe(0);
  });
});

describe('limits', () => {
  it('a slow log slows the sender: memory in flight stays bounded, and nothing is lost', async () => {
    const device = freshDevice();
    const raw = await rawMqtt(world.port, device.mqtt);
    await eventually(() => expect(raw.packets).toHaveLength(1));
    world.log.hold();
    const total = 4_000;
    const values = '{"ts":1699999990000,"values":{"humidity":';
    for (let id = 1; id <= total; id++) {
      raw.send({
        cmd: 'publish',
        topic: topic(device, 'json'),
        payload: `${values}${id / 100}}}`.padEnd(1_000),
        qos: 1,
        messageId: id,
        dup: false,
        retain: false,
      });
    }
    await eventually(async () => expect(await inFlight()).toBeGreaterThan(10));
    await new Promise((resolve) => setTimeout(resolve, 500));
    expect(await inFlight()).toBeLessThan(total / 10);
    expect(raw.packets).toHaveLength(1);
    world.log.release();
    await eventually(() => expect(raw.packets.filter(({ cmd }) => cmd === 'puback')).toHaveLength(total));
    expect(await world.frames(device)).toHaveLength(total);
    raw.end();
  });

  it('over its quota a tenant is slowed and loses nothing; another tenant is not slowed', async () => {
    const busy = await world.makeTenant('Busy', 1);
    await change(`UPDATE tenants SET messages_per_second = 20 WHERE id = '${busy.id}'`, '');
    const device = busy.devices[0]!;
    const client = await world.connectAs(device);
    const neighbour = await world.connectAs(other.devices[2]!);
    let acknowledged = 0;
    const flood = Array.from({ length: 60 }, (_, i) => {
      const values = `{"ts":${NOW_MS - i},"values":{"humidity":1}}`;
      return client.publishAsync(topic(device, 'json'), values, { qos: 1 }).then(() => (acknowledged += 1));
    });
    await Promise.all(flood.slice(0, 20));
    await neighbour.publishAsync(topic(other.devices[2]!, 'json'), '{"values":{"humidity":1}}', { qos: 1 });
    expect(await world.frames(other.devices[2]!)).toHaveLength(1);
    expect(acknowledged).toBeLessThan(60);
    const ticking = setInterval(() => clock.advance(50), 10);
    await Promise.all(flood);
    clearInterval(ticking);
    expect(await world.frames(device)).toHaveLength(60);
    expect(await world.rejected(device.id)).toEqual([]);
  });

  it('a tenant without a quota is refused', async () => {
    const idle = await world.makeTenant('Idle', 1);
    await change(`UPDATE tenants SET messages_per_second = 0 WHERE id = '${idle.id}'`, '');
    const device = idle.devices[0]!;
    const client = await world.connectAs(device);
    await client.publishAsync(topic(device, 'json'), '{"values":{"humidity":1}}', { qos: 1 });
    expect(await world.rejected(device.id)).toMatchObject([{ reason: 'QUOTA.MESSAGES' }]);
  });

  it('readings have a quota of their own', async () => {
    const busy = await world.makeTenant('Wordy', 1);
    await change(`UPDATE tenants SET readings_per_second = 0 WHERE id = '${busy.id}'`, '');
    const device = busy.devices[0]!;
    const client = await world.connectAs(device);
    await client.publishAsync(topic(device, 'json'), '{"values":{"humidity":1,"pressure":2}}', { qos: 1 });
    expect(await world.rejected(device.id)).toMatchObject([{ reason: 'QUOTA.READINGS', readings: 2 }]);
  });

  it('an asset takes a bounded number of new signals', async () => {
    const busy = await world.makeTenant('Many', 1);
    const client = await world.connect({ username: busy.devices[0]!.token, clientId: 'x' });
    const keys = (from: number, n: number): string =>
      JSON.stringify(Object.fromEntries(Array.from({ length: n }, (_, i) => [`key_${from + i}`, 1])));
    await client.publishAsync('v1/devices/me/telemetry', keys(0, 64), { qos: 1 });
    await client.publishAsync('v1/devices/me/telemetry', keys(63, 2), { qos: 1 });
    expect(await world.frames(busy.devices[0]!)).toHaveLength(2);
    expect(await world.rejected(busy.devices[0]!.id)).toMatchObject([
      { reason: 'SIGNAL.TOO_MANY', readings: 1 },
    ]);
  });

  it('metrics and health speak of it', async () => {
    const text = await world.parts.metrics.metrics();
    expect(text).toMatch(/fettle_ingest_frames_total \d+/);
    expect(text).toContain('fettle_ingest_rejects_total{reason="CLOCK.PAST"}');
    expect((await world.parts.health.report()).parts['mqtt']).toEqual({ ok: true });
  });
});

/** Messages read and not yet durable. */
async function inFlight(): Promise<number> {
  const text = await world.parts.metrics.metrics();
  return Number(/^fettle_ingest_in_flight_messages (\d+)$/m.exec(text)?.[1]);
}

async function change(sql: string, deviceId: string): Promise<void> {
  await inTransaction(world.parts.database.pipeline, async (client) => {
    await client.query(sql);
    await client.query("SELECT pg_notify('fettle_directory', $1)", [deviceId]);
  });
}

function varint(value: number): Buffer {
  const bytes: number[] = [];
  let rest = value;
  while (rest > 127) {
    bytes.push((rest % 128) | 0x80);
    rest = Math.floor(rest / 128);
  }
  return Buffer.from([...bytes, rest]);
}

function sub(key: number, body: readonly number[]): Buffer {
  return Buffer.from([key, body.length, ...body]);
}

function float(value: number): Buffer {
  const bytes = Buffer.alloc(4);
  bytes.writeFloatLE(value);
  return bytes;
}
