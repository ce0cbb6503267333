import { createHash, randomBytes } from 'node:crypto';
import type { MqttClient } from 'mqtt';
import { crc16 } from '@fettle/frame';
import { type CommandGiven, type DeviceCommand, TOPICS } from '@fettle/contracts';
import {
  asTenant,
  findCommand,
  findDevice,
  findSnippet,
  insertCommand,
  insertPackage,
  listSnippets,
  type StoredCommand,
} from '@fettle/persistence';
import { deviceKey, uuidv7 } from '@fettle/kernel';
import { eventually } from '@fettle/testing';
import type { IngestWorld, TestTenant } from './ingest-world';
import { snippetBytes } from './snippet-bytes';

type Device = TestTenant['devices'][number];

/** Where the laws are tried: an ingest, two tenants, and how a device of theirs connects to its broker. */
export interface DeviceSideWorld {
  readonly world: IngestWorld;
  readonly tenant: TestTenant;
  readonly nowMs: () => number;
  /** With a will to be told by; each call another device of the tenant. */
  readonly freshDevice: () => Device;
  readonly connect: (device: Device) => Promise<MqttClient>;
}

const HELLO = { type: 'hello', firmware: '1.0.0', model: 'bearing@3', package: '', slot: 'a', boot: 7 };

/** What devices and platform tell each other, whatever the broker between them. */
export function describeDeviceSide(setting: () => DeviceSideWorld): void {
  const topic = (device: Device, leaf: string): string => `fettle/v1/${device.tenantId}/${device.id}/${leaf}`;
  const say = (client: MqttClient, device: Device, status: unknown): Promise<unknown> =>
    client.publishAsync(topic(device, 'status'), JSON.stringify(status), { qos: 1 });

  /** Connects, listens, and keeps what comes. */
  async function arrive(device: Device): Promise<{
    client: MqttClient;
    commands: Record<string, unknown>[];
    chunks: Buffer[];
    told: string[];
  }> {
    const client = await setting().connect(device);
    const [commands, chunks, told]: [Record<string, unknown>[], Buffer[], string[]] = [[], [], []];
    client.on('message', (name, payload) => {
      if (name.endsWith('/commands')) {
        const command = JSON.parse(payload.toString()) as Record<string, unknown>;
        if (command['command'] !== 'time') commands.push(command);
        else told.push(`time ${String(command['unixMs'])}`);
      } else if (name.endsWith('/models')) chunks.push(Buffer.from(payload));
      else told.push(payload.toString());
    });
    await client.subscribeAsync(
      ['commands', 'models', 'status'].map((leaf) => topic(device, leaf)),
      { qos: 1 },
    );
    return { client, commands, chunks, told };
  }

  async function give(device: Device, command: DeviceCommand, validMs = 60_000): Promise<string> {
    const { world, nowMs } = setting();
    const id = randomBytes(6).toString('hex');
    const createdMs = nowMs();
    await asTenant(world.parts.database.api, device.tenantId, async (client) => {
      const expiresMs = createdMs + validMs;
      const fresh = { id, deviceId: device.id, command, createdBy: null as never, createdMs, expiresMs };
      await insertCommand(client, device.tenantId, fresh);
      const given: CommandGiven = { tenantId: device.tenantId, deviceId: device.id, commandId: id };
      const record = {
        key: deviceKey(device.tenantId, device.id),
        value: Buffer.from(JSON.stringify(given)),
      };
      await world.parts.eventLog.appendIn(client, TOPICS.commands.name, [record]);
    });
    return id;
  }

  const commandOf = async (device: Device, id: string): Promise<StoredCommand | null> => {
    const { world, nowMs } = setting();
    return asTenant(world.parts.database.api, device.tenantId, (client) =>
      findCommand(client, device.tenantId, device.id, id, nowMs()),
    );
  };
  const softwareOf = async (device: Device) =>
    asTenant(
      setting().world.parts.database.api,
      device.tenantId,
      async (client) => (await findDevice(client, device.tenantId, device.id))?.software,
    );

  it('a hello is kept and answered with the time', async () => {
    const device = setting().freshDevice();
    const { client, told } = await arrive(device);
    await say(client, device, HELLO);
    await eventually(() => expect(told.join()).toMatch(/time \d+/));
    await eventually(async () =>
      expect(await softwareOf(device)).toMatchObject({
        firmware: '1.0.0',
        model: 'bearing@3',
        slot: 'a',
        boot: 7,
      }),
    );
  });

  it('a command reaches a device that listens, and its answer is kept', async () => {
    const device = setting().freshDevice();
    const { client, commands } = await arrive(device);
    const id = await give(device, { command: 'interval', milliseconds: 5_000 });
    await eventually(() => expect(commands).toEqual([{ id, command: 'interval', milliseconds: 5_000 }]));
    await eventually(async () => expect(await commandOf(device, id)).toMatchObject({ state: 'sent' }));
    await say(client, device, { type: 'command', id, result: 'refused', reason: 'too fast' });
    await say(client, device, { type: 'command', id, result: 'done' });
    await eventually(async () =>
      expect(await commandOf(device, id)).toMatchObject({ state: 'refused', reason: 'too fast' }),
    );
  });

  it('a command waits for the hello of a device that is away, in the order given, unless it expires', async () => {
    const device = setting().freshDevice();
    const expired = await give(device, { command: 'identify', seconds: 1 }, -1);
    const first = await give(device, { command: 'identify', seconds: 2 });
    const second = await give(device, { command: 'identify', seconds: 3 });
    // Until ingest has tried each and found nobody.
    await eventually(async () => {
      const lag = await setting().world.parts.eventLog.lag('ingest-rejects', [TOPICS.commands.name]);
      expect(lag.reduce((sum, partition) => sum + partition.lag, 0)).toBe(0);
    });
    const { client, commands } = await arrive(device);
    await say(client, device, HELLO);
    await eventually(() => expect(commands.map(({ id }) => id)).toEqual([first, second]));
    await eventually(async () => expect(await commandOf(device, second)).toMatchObject({ state: 'sent' }));
    expect(await commandOf(device, expired)).toMatchObject({ state: 'expired', sentMs: null });
    // No answer came: it is sent again, as the same command.
    await say(client, device, HELLO);
    await eventually(() => expect(commands.map(({ id }) => id)).toEqual([first, second, first, second]));
  });

  it('a reboot is done when the device comes back from it, and not sent again', async () => {
    const device = setting().freshDevice();
    const { client, commands } = await arrive(device);
    await say(client, device, HELLO);
    await eventually(async () => expect(await softwareOf(device)).toMatchObject({ boot: 7 }));
    const id = await give(device, { command: 'reboot' });
    await eventually(() => expect(commands).toHaveLength(1));
    await eventually(async () => expect(await commandOf(device, id)).toMatchObject({ state: 'sent' }));
    await say(client, device, { ...HELLO, boot: 8 });
    await eventually(async () => expect(await commandOf(device, id)).toMatchObject({ state: 'done' }));
    expect(commands).toHaveLength(1);
  });

  it('chunks come as asked for and make the package again; progress is kept', async () => {
    const device = setting().freshDevice();
    const { world, nowMs } = setting();
    const content = randomBytes(5_000);
    const id = createHash('sha256').update(content).digest('hex').slice(0, 32);
    await asTenant(world.parts.database.api, device.tenantId, (client) =>
      insertPackage(
        client,
        device.tenantId,
        {
          ...{ id, name: 'bearing', version: '3', target: 'mps2-an386', card: {}, content },
          ...{ createdMs: nowMs(), createdBy: null as never },
        },
        100,
      ),
    );
    const { client, chunks } = await arrive(device);
    await say(client, device, { type: 'chunk', package: id, offset: 0, count: 3 });
    await eventually(() => expect(chunks).toHaveLength(3));
    await say(client, device, { type: 'chunk', package: id, offset: 3_072, count: 64 });
    await eventually(() => expect(chunks).toHaveLength(5));
    const whole = Buffer.alloc(content.length);
    for (const chunk of chunks) {
      expect([chunk[0], chunk[1], chunk.toString('hex', 2, 18), chunk.readUInt32LE(18)]).toEqual([
        ...[1, 1, id, content.length],
      ]);
      expect(crc16(chunk, chunk.length - 2)).toBe(chunk.readUInt16BE(chunk.length - 2));
      chunk.copy(whole, chunk.readUInt32LE(22), 28, 28 + chunk.readUInt16LE(26));
    }
    expect(whole.equals(content)).toBe(true);
    await say(client, device, { type: 'package', package: id, state: 'receiving', offset: 5_000 });
    await say(client, device, { type: 'package', package: id, state: 'fell_back', reason: 'self-test' });
    await eventually(async () =>
      expect(await softwareOf(device)).toMatchObject({
        ...{ installing: id, installState: 'fell_back', installReason: 'self-test', installBytes: 5_000 },
      }),
    );
  });

  it('a package that the tenant does not have is refused by name', async () => {
    const device = setting().freshDevice();
    const { client, chunks } = await arrive(device);
    await say(client, device, { type: 'chunk', package: 'a'.repeat(32), offset: 0, count: 1 });
    await eventually(async () =>
      expect(await setting().world.rejected(device.id)).toMatchObject([{ reason: 'PACKAGE.UNKNOWN' }]),
    );
    expect(chunks).toEqual([]);
  });

  it('a snippet is kept once, whole', async () => {
    const device = setting().freshDevice();
    const { world, nowMs } = setting();
    const client = await setting().connect(device);
    const send = (sequence: number): Promise<unknown> =>
      client.publishAsync(topic(device, 'events'), snippetBytes({ timeMs: nowMs(), sequence }), { qos: 1 });
    await send(1);
    await send(1);
    await send(2);
    const snippets = await eventually(async () => {
      const found = await asTenant(world.parts.database.api, device.tenantId, (transaction) =>
        listSnippets(transaction, device.tenantId, { deviceId: device.id, limit: 10 }),
      );
      expect(found.map(({ sequence }) => sequence).sort()).toEqual([1, 2]);
      return found;
    });
    const whole = await asTenant(world.parts.database.api, device.tenantId, (transaction) =>
      findSnippet(transaction, device.tenantId, snippets[0]!.id),
    );
    expect(whole).toMatchObject({
      channel: 3,
      bootId: 7,
      sampleRateHz: 20_480,
      unitsPerStep: 0.5,
      samples: 4,
    });
    expect(whole!.data.readInt16LE(6)).toBe(-32_768);
  });

  it('what cannot be read is refused once, told, and heard of no more', async () => {
    const device = setting().freshDevice();
    const { client, told } = await arrive(device);
    await client.publishAsync(topic(device, 'status'), '{"type":"hello"}', { qos: 1 });
    await client.publishAsync(topic(device, 'events'), 'noise', { qos: 1 });
    await eventually(() => expect(told.join()).toContain('SNIPPET.MALFORMED'));
    const notices = told.filter((text) => text.startsWith('{"type":"rejected"'));
    expect(notices).toHaveLength(2);
    // Were a notice judged as the device's own word, it would be refused in its turn, and so on.
    await say(client, device, HELLO);
    await eventually(async () => expect(await softwareOf(device)).toMatchObject({ boot: 7 }));
    const reasons = (await setting().world.rejected(device.id)).map(({ reason }) => reason);
    expect(reasons).toEqual(['STATUS.MALFORMED', 'SNIPPET.MALFORMED']);
  });

  it('a record about a device of another tenant, or of none, changes nothing and stops nobody', async () => {
    const device = setting().freshDevice();
    const { world, nowMs } = setting();
    const foreign = { tenantId: uuidv7(1), deviceId: device.id, atMs: nowMs(), status: HELLO };
    const absent = { ...foreign, tenantId: device.tenantId, deviceId: uuidv7(1) };
    await world.parts.eventLog.append(
      TOPICS.deviceStatus.name,
      [foreign, absent].map((reported) => ({ key: 'x', value: Buffer.from(JSON.stringify(reported)) })),
    );
    const { client } = await arrive(device);
    await say(client, device, { ...HELLO, boot: 9 });
    await eventually(async () => expect(await softwareOf(device)).toMatchObject({ boot: 9 }));
  });
}
