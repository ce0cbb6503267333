import type { NestExpressApplication } from '@nestjs/platform-express';
import { type Clock, uuidv7 } from '@fettle/kernel';
import type { Problem, Role } from '@fettle/contracts';
import {
  asTenant,
  createDevices,
  createTenant,
  hashPassword,
  type DatabaseUrls,
  inTransaction,
} from '@fettle/persistence';
import { type FettleConfig, openParts, type OpenParts, startService } from '@fettle/platform';
import type { AddressInfo } from 'node:net';
import { apiService } from '../api.service-definition';

const PASSWORD = 'correct horse battery';

/** A real API on a free port, over a real database; for specs. */
export interface ApiWorld {
  readonly origin: string;
  readonly parts: OpenParts;
  makeTenant(name: string): Promise<TestTenant>;
  call(method: string, path: string, options?: CallOptions): Promise<Answer>;
  stop(): Promise<void>;
}

export interface CallOptions {
  readonly token?: string;
  /** A text as it is, a file as such, anything else as JSON. */
  readonly body?: unknown;
  readonly headers?: Readonly<Record<string, string>>;
}

export interface Answer {
  readonly status: number;
  readonly headers: Headers;
  readonly text: string;
  /** The parsed body, as what the caller expects it to be. */
  json<T>(): T;
  problem(): Problem;
}

/** A tenant with one person of each role and one machine with a device. */
export interface TestTenant {
  readonly id: string;
  readonly emails: Readonly<Record<Role, string>>;
  readonly password: string;
  readonly userIds: Readonly<Record<Role, string>>;
  readonly siteId: string;
  readonly assetId: string;
  readonly deviceId: string;
  token(role: Role): Promise<string>;
}

export async function startApiWorld(urls: DatabaseUrls, clock: Clock): Promise<ApiWorld> {
  const parts = openParts(configOf(), clock, urls);
  let app: NestExpressApplication | undefined;
  const service = await startService(
    {
      ...apiService,
      create: async (root, given) => {
        const made = await apiService.create!(root, given);
        app = made as NestExpressApplication;
        return made;
      },
    },
    parts,
  );
  const { port } = app!.getHttpServer().address() as AddressInfo;
  const origin = `http://127.0.0.1:${port}`;
  const call = (method: string, path: string, options: CallOptions = {}): Promise<Answer> =>
    send(origin + path, method, options);
  const signIn = async (email: string): Promise<string> => {
    const answer = await call('POST', '/api/v1/sessions', { body: { email, password: PASSWORD } });
    return answer.json<{ token: string }>().token;
  };
  return {
    origin,
    parts,
    call,
    makeTenant: (name) => makeTenant(parts, clock, name, signIn),
    stop: async () => {
      await service.stop();
      await parts.close();
    },
  };
}

async function send(url: string, method: string, options: CallOptions): Promise<Answer> {
  const isFile = options.body instanceof Uint8Array;
  const isText = typeof options.body === 'string';
  const body =
    isText || isFile ? (options.body as string | Uint8Array<ArrayBuffer>) : JSON.stringify(options.body);
  const response = await fetch(url, {
    method,
    redirect: 'manual',
    headers: {
      ...(options.token === undefined ? {} : { authorization: `Bearer ${options.token}` }),
      ...(options.body === undefined
        ? {}
        : { 'content-type': isFile ? 'application/octet-stream' : 'application/json' }),
      ...options.headers,
    },
    ...(options.body === undefined ? {} : { body }),
  });
  const text = await response.text();
  return {
    status: response.status,
    headers: response.headers,
    text,
    json: <T>() => JSON.parse(text) as T,
    problem: () => JSON.parse(text) as Problem,
  };
}

function configOf(): FettleConfig {
  return {
    home: '/nowhere',
    host: '127.0.0.1',
    httpPort: 0,
    mqttPort: 1883,
    databaseUrl: null,
    kafkaBrokers: null,
    mqttUrl: null,
    mqttShared: true,
    secrets: { metrics: 'metrics-secret' },
    publicUrl: 'http://localhost:3000',
  };
}

async function makeTenant(
  parts: OpenParts,
  clock: Clock,
  name: string,
  signIn: (email: string) => Promise<string>,
): Promise<TestTenant> {
  const roles: Role[] = ['owner', 'admin', 'operator', 'crew', 'viewer'];
  const emails = Object.fromEntries(roles.map((role) => [role, `${role}@${name}.example`])) as Record<
    Role,
    string
  >;
  const userIds: Partial<Record<Role, string>> = {};
  const nowMs = clock.nowMs();
  // One hash for all: it takes long on purpose.
  const passwordHash = await hashPassword(PASSWORD);
  const id = await inTransaction(parts.database.pipeline, async (client) => {
    const tenantId = await createTenant(client, { name }, nowMs);
    for (const role of roles) {
      userIds[role] = uuidv7(nowMs);
      await client.query(
        'INSERT INTO users (id, tenant_id, email, name, role, password_hash) VALUES ($1, $2, $3, $4, $5, $6)',
        [userIds[role], tenantId, emails[role], `${name} ${role}`, role, passwordHash],
      );
    }
    return tenantId;
  });
  const tokens = new Map<Role, Promise<string>>();
  return {
    id,
    emails,
    password: PASSWORD,
    userIds: userIds as Record<Role, string>,
    ...(await makeMachine(parts, id, nowMs)),
    token: (role) => {
      const token = tokens.get(role) ?? signIn(emails[role]);
      tokens.set(role, token);
      return token;
    },
  };
}

async function makeMachine(parts: OpenParts, tenantId: string, nowMs: number) {
  const [siteId, assetId] = [uuidv7(nowMs), uuidv7(nowMs)];
  return asTenant(parts.database.api, tenantId, async (client) => {
    await client.query(
      `INSERT INTO sites (id, tenant_id, name, latitude, longitude, time_zone) VALUES ($1, $2, 'Yard', 52, 13, 'Europe/Berlin')`,
      [siteId, tenantId],
    );
    await client.query(
      `INSERT INTO assets (id, tenant_id, site_id, asset_type_id, domain, name) VALUES ($1, $2, $3, 'rail.car', 'rail', 'Car 1')`,
      [assetId, tenantId, siteId],
    );
    const [device] = await createDevices(client, [{ tenantId, assetId, name: 'Bogie' }], nowMs);
    return { siteId, assetId, deviceId: device!.id };
  });
}
