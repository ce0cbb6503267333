import { createHash } from 'node:crypto';
import { ManualClock } from '@fettle/kernel';
import {
  type CommandGiven,
  type DeviceCommandResponse,
  type DeviceResponse,
  type ModelCodeResponse,
  type ModelPackageResponse,
  type ModelReportResponse,
  type ModelResponse,
  type Page,
  type RunModelResponse,
  type SnippetDetailResponse,
  type SnippetResponse,
  TOPICS,
} from '@fettle/contracts';
import { DEVICE_MODELS } from '@fettle/device-models';
import { eventually, startTestPostgres, type TestPostgres } from '@fettle/testing';
import { type Answer, type ApiWorld, startApiWorld, type TestTenant } from './spec-builders/api-world';
import { modelPackage } from './spec-builders/model-package';
import { type Past, seedPast } from './spec-builders/past';
import { DENSE_MODEL, UNKNOWN_OPERATOR_MODEL } from './spec-builders/small-models';

jest.setTimeout(60_000);

describe('the device side', () => {
  const clock = new ManualClock(1_763_798_460_000);
  let postgres: TestPostgres;
  let world: ApiWorld;
  let tenant: TestTenant;
  let past: Past;

  beforeAll(async () => {
    postgres = await startTestPostgres();
    world = await startApiWorld((await postgres.createDatabase()).urls, clock);
    tenant = await world.makeTenant('rails');
    past = await seedPast(world.parts.database, tenant, clock.nowMs());
  }, 120_000);

  afterAll(async () => {
    await world?.stop();
    await postgres?.stop();
  }, 60_000);

  const call = async (method: string, path: string, body?: unknown): Promise<Answer> =>
    world.call(method, `/api/v1${path}`, {
      token: await tenant.token('operator'),
      ...(body === undefined ? {} : { body }),
    });
  const commandsPath = (): string => `/devices/${tenant.deviceId}/commands`;

  describe('commands', () => {
    it('a command is kept with who gave it, and handed to ingest', async () => {
      const given: CommandGiven[] = [];
      const tail = await world.parts.eventLog.tail([TOPICS.commands.name], ({ records }) =>
        given.push(...records.map(({ value }) => JSON.parse(Buffer.from(value).toString()) as CommandGiven)),
      );
      const answer = await call('POST', commandsPath(), { command: 'interval', milliseconds: 5_000 });
      expect(answer.status).toBe(201);
      const made = answer.json<DeviceCommandResponse>();
      expect(made).toMatchObject({
        ...{
          command: { command: 'interval', milliseconds: 5_000 },
          state: 'pending',
          createdBy: 'rails operator',
        },
        ...{ expiresAt: new Date(clock.nowMs() + 86_400_000).toISOString(), sentAt: null, settledAt: null },
      });
      const { id: deviceId } = tenant;
      await eventually(() =>
        expect(given).toEqual([{ tenantId: deviceId, deviceId: tenant.deviceId, commandId: made.id }]),
      );
      await tail.close();
    });

    it('each kind has its bounds; what is none is refused with where it is wrong', async () => {
      const cases: [unknown, number][] = [
        [{ command: 'thresholds', anomaly: 1.5, maxSilenceMs: 60_000 }, 201],
        [{ command: 'send_raw', channel: 1, count: 4_096 }, 201],
        [{ command: 'identify' }, 201],
        [{ command: 'reboot', expiresInSeconds: 60 }, 201],
        [{ command: 'interval', milliseconds: 1 }, 400],
        [{ command: 'send_raw', count: 8_193 }, 400],
        [{ command: 'reboot', expiresInSeconds: 1 }, 400],
        [{ command: 'install', package: 'ab'.repeat(16), bytes: 1 }, 400],
        [{ command: 'time', unixMs: 1 }, 400],
        [{}, 400],
      ];
      for (const [body, status] of cases) {
        const answer = await call('POST', commandsPath(), body);
        expect([body, answer.status]).toEqual([body, status]);
      }
    });

    it('they are listed newest first, page by page; one that was not answered in time is expired', async () => {
      const first = (await call('GET', `${commandsPath()}?limit=2`)).json<Page<DeviceCommandResponse>>();
      expect(first.items.map(({ command }) => command.command)).toEqual(['reboot', 'identify']);
      const rest = (await call('GET', `${commandsPath()}?limit=9&cursor=${first.nextCursor}`)).json<
        Page<DeviceCommandResponse>
      >();
      expect(rest.items.map(({ command }) => command.command)).toEqual([
        'send_raw',
        'thresholds',
        'interval',
      ]);
      clock.advance(60_000);
      const [newest] = (await call('GET', commandsPath())).json<Page<DeviceCommandResponse>>().items;
      expect(newest).toMatchObject({ command: { command: 'reboot' }, state: 'expired' });
    });

    it('only so many wait for one device', async () => {
      const codes: string[] = [];
      for (let i = 0; i < 20; i++) {
        const answer = await call('POST', commandsPath(), { command: 'identify' });
        codes.push(answer.status === 201 ? 'taken' : answer.problem().code);
      }
      expect(new Set(codes.slice(0, 16))).toEqual(new Set(['taken']));
      expect(codes.at(-1)).toBe('COMMAND.TOO_MANY');
    });

    it('the oldest are forgotten but for those that may still be answered', async () => {
      const { pipeline } = world.parts.database;
      const { id: tenantId, deviceId } = tenant;
      const count = async (): Promise<{ open: number; kept: number }> =>
        (
          await pipeline.query<{ open: number; kept: number }>(
            `SELECT count(*) FILTER (WHERE state = 'pending' AND expires_ms > $2)::int AS open, count(*)::int AS kept
             FROM device_commands WHERE device_id = $1`,
            [deviceId, clock.nowMs()],
          )
        ).rows[0]!;
      const { open } = await count();
      await pipeline.query(
        `INSERT INTO device_commands (tenant_id, device_id, id, command, created_ms, expires_ms, state)
         SELECT $1, $2, 'old-' || n, '{"command":"identify","seconds":1}', $3, $3, 'done' FROM generate_series(1, 110) AS n`,
        [tenantId, deviceId, clock.nowMs()],
      );
      await pipeline.query(
        "UPDATE device_commands SET state = 'done' WHERE id = (SELECT max(id) FROM device_commands WHERE state = 'pending' AND device_id = $1 AND expires_ms > $2)",
        [deviceId, clock.nowMs()],
      );
      expect((await call('POST', commandsPath(), { command: 'identify' })).status).toBe(201);
      expect(await count()).toEqual({ open, kept: 100 + open - 1 });
    });
  });

  describe('packages', () => {
    const content = modelPackage();
    const id = createHash('sha256').update(content).digest('hex').slice(0, 32);

    it('a package is kept under the digest of its content, and given to a device by an install command', async () => {
      await world.parts.database.pipeline.query('DELETE FROM device_commands');
      const upload = (): Promise<Answer> => call('POST', `/models/packages?card={"for":"pumps"}`, content);
      expect((await upload()).status).toBe(201);
      expect((await upload()).json<ModelPackageResponse>()).toMatchObject({
        ...{ id, name: 'bearing', version: '3', target: 'cortex-m4', bytes: content.length },
        card: { for: 'pumps' },
      });
      expect((await call('GET', '/models/packages')).json<Page<ModelPackageResponse>>().items).toHaveLength(
        1,
      );
      const given = await call('POST', `/devices/${tenant.deviceId}/model`, { package: id });
      expect(given.json<DeviceCommandResponse>()).toMatchObject({
        command: { command: 'install', package: id, bytes: content.length },
        state: 'pending',
      });
    });

    it('what is no package, or none of the tenant, is refused by name', async () => {
      expect((await call('POST', '/models/packages', Buffer.from('noise'))).problem().code).toBe(
        'PACKAGE.MALFORMED',
      );
      expect((await call('POST', '/models/packages', { a: 1 })).problem().code).toBe(
        'INPUT.UNSUPPORTED_TYPE',
      );
      expect((await call('POST', '/models/packages', Buffer.alloc(1_048_577))).problem().code).toBe(
        'INPUT.TOO_LARGE',
      );
      expect((await call('POST', '/models/packages?card=x', content)).problem().code).toBe('INPUT.INVALID');
      const missing = await call('POST', `/devices/${tenant.deviceId}/model`, { package: '0'.repeat(32) });
      expect(missing.problem().code).toBe('PACKAGE.NOT_FOUND');
      expect((await call('DELETE', `/models/packages/${id}`)).status).toBe(204);
      expect((await call('DELETE', `/models/packages/${id}`)).problem().code).toBe('PACKAGE.NOT_FOUND');
    });
  });

  it('devices are found by the model that they run', async () => {
    const running = async (model: string): Promise<string[]> =>
      (await call('GET', `/devices?model=${model}`)).json<Page<DeviceResponse>>().items.map(({ id }) => id);
    expect(await running('dense@1')).toEqual([tenant.deviceId]);
    expect(await running('dense@2')).toEqual([]);
  });

  it('a device shows what it runs and how its installation goes', async () => {
    const device = (await call('GET', `/devices/${tenant.deviceId}`)).json<DeviceResponse>();
    expect(device).toMatchObject({
      ...{ firmware: '1.0.0', model: 'dense@1' },
      software: {
        ...{ package: null, slot: null, boot: 7, helloAt: new Date(past.endMs).toISOString() },
        installation: { package: 'ab'.repeat(16), state: 'receiving', offset: 64, bytes: null },
      },
    });
  });

  it('snippets are listed without their samples, and shown with them', async () => {
    const path = `/devices/${tenant.deviceId}/snippets`;
    const { items } = (await call('GET', path)).json<Page<SnippetResponse>>();
    expect(items).toMatchObject([
      { id: past.snippetId, channel: 2, samples: 3, sampleRateHz: 20_480, unitsPerStep: 0.5 },
    ]);
    const { data } = (await call('GET', `/snippets/${past.snippetId}`)).json<SnippetDetailResponse>();
    expect([...Buffer.from(data, 'base64')]).toEqual([1, 0, 254, 255, 3, 0]);
  });

  describe('models', () => {
    let model: ModelResponse;

    it('an uploaded model is read, measured and counted on the devices that run it', async () => {
      const answer = await call('POST', '/models?name=dense&domain=rail&task=classifier', DENSE_MODEL);
      expect(answer.status).toBe(201);
      model = answer.json<ModelResponse>();
      expect(model).toMatchObject({
        ...{
          name: 'dense',
          version: '1',
          source: 'uploaded',
          domain: 'rail',
          task: 'classifier',
          devices: 1,
        },
        hash: createHash('sha256').update(DENSE_MODEL).digest('hex'),
        inputs: [{ type: 'int8', shape: [1, 4], scale: 0.5, zeroPoint: -1 }],
        layers: [{ operator: 'FULLY_CONNECTED', shape: [1, 2], outputBytes: 2 }],
        ...{ title: 'dense', assetTypes: [], codeFiles: ['dense.c', 'dense.h', 'fettle_tinyml.h'] },
      });
      expect(model.sizes.ram).toBeGreaterThanOrEqual(6);
      expect(model.sizes.flash).toBeGreaterThan(100);
      const { items } = (await call('GET', '/models')).json<Page<ModelResponse>>();
      expect(items).toContainEqual(model);
      expect((await call('GET', `/models/${model.id}`)).json()).toEqual(model);
    });

    it('the same file again exists already; what cannot run is refused with operator and place', async () => {
      expect((await call('POST', '/models?name=other', DENSE_MODEL)).problem()).toMatchObject({
        ...{ status: 409, code: 'MODEL.EXISTS' },
        detail: expect.stringContaining(`${model.name}@${model.version}`) as string,
      });
      const unknown = (await call('POST', '/models?name=odd', UNKNOWN_OPERATOR_MODEL)).problem();
      expect(unknown).toMatchObject({ status: 422, code: 'TINYML.OPERATOR_UNSUPPORTED' });
      expect(unknown.detail).toContain('operator 0 of subgraph 0');
      expect((await call('POST', '/models?name=noise', Buffer.from('TFL3noise'))).problem().code).toBe(
        'TINYML.MALFORMED',
      );
      expect((await call('POST', '/models?name=big', Buffer.alloc(2_097_153))).problem().code).toBe(
        'INPUT.TOO_LARGE',
      );
      expect((await call('POST', '/models?name=../x', DENSE_MODEL)).problem().code).toBe('INPUT.INVALID');
    });

    it('it runs: the numbers of the interpreter, from stored integers to stored integers', async () => {
      const run = (body: unknown): Promise<Answer> => call('POST', `/models/${model.id}/run`, body);
      // Real inputs 1 1.5 2 2.5, weights a quarter of 1 2 3 4 and -4 … -1, biases 1 and -1.
      const { outputs } = (await run({ input: [1, 2, 3, 4] })).json<RunModelResponse>();
      expect(outputs).toMatchObject([{ type: 'int8', scale: 1, zeroPoint: 2, values: [8, -3] }]);
      expect((await run({ input: [1, 2, 3] })).problem().code).toBe('TINYML.BAD_INPUT');
      expect((await run({ input: [1, 2, 3, 128] })).problem().code).toBe('TINYML.BAD_INPUT');
      expect((await run({ input: [1, 2, 3, 4], moreInputs: [[1]] })).problem().code).toBe('TINYML.BAD_INPUT');
      expect((await run({ input: [0.5] })).problem().code).toBe('INPUT.INVALID');
    });

    it('its C, its report and its file', async () => {
      const { files } = (await call('GET', `/models/${model.id}/c`)).json<ModelCodeResponse>();
      expect(files.map(({ name }) => name)).toEqual(['dense.c', 'dense.h', 'fettle_tinyml.h']);
      const one = await call('GET', `/models/${model.id}/c?file=dense.h`);
      expect(one.text).toBe(files[1]!.text);
      expect(one.headers.get('content-type')).toContain('text/plain');
      expect((await call('GET', `/models/${model.id}/c?file=passwd`)).problem().code).toBe(
        'MODEL.NO_SUCH_FILE',
      );
      const report = (
        await call('GET', `/models/${model.id}/report?target=cortex-m4`)
      ).json<ModelReportResponse>();
      expect(report).toMatchObject({ target: 'cortex-m4', layers: [{ operator: 'FULLY_CONNECTED' }] });
      expect(report.instructions).toBe(model.sizes.instructions);
      const file = await call('GET', `/models/${model.id}/tflite`);
      expect(file.headers.get('content-type')).toContain('octet-stream');
      expect(Number(file.headers.get('content-length') ?? DENSE_MODEL.length)).toBe(DENSE_MODEL.length);
    });

    it('what comes with the product is there for everyone, first, and nobody can delete it', async () => {
      const { items } = (await call('GET', '/models')).json<Page<ModelResponse>>();
      const builtIn = items.slice(0, DEVICE_MODELS.length);
      expect(builtIn.map(({ id, source }) => [id, source])).toEqual(
        DEVICE_MODELS.map(({ id }) => [id, 'built-in']),
      );
      for (const { id, inputs, hash } of builtIn.slice(0, 2)) {
        const file = await call('GET', `/models/${id}/tflite`);
        expect(file.status).toBe(200);
        expect(hash).toMatch(/^[0-9a-f]{64}$/);
        const count = inputs[0]!.shape.reduce((product, extent) => product * extent, 1);
        const answer = await call('POST', `/models/${id}/run`, { input: new Array<number>(count).fill(0) });
        expect(answer.json<RunModelResponse>().outputs[0]!.values.length).toBeGreaterThan(0);
        expect((await call('GET', `/models/${id}/c`)).json<ModelCodeResponse>().files).toHaveLength(3);
        expect((await call('DELETE', `/models/${id}`)).status).toBe(400);
      }
    });

    it('one that is gone is gone', async () => {
      expect((await call('DELETE', `/models/${model.id}`)).status).toBe(204);
      expect((await call('GET', `/models/${model.id}/c`)).problem().code).toBe('MODEL.NOT_FOUND');
      expect((await call('GET', '/models/no-such-model')).problem().code).toBe('MODEL.NOT_FOUND');
      expect((await call('GET', '/models/NOT~AN~ID')).problem().code).toBe('INPUT.INVALID');
    });
  });
});
