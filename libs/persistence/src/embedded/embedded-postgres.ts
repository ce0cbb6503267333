import { AppError } from '@fettle/kernel';
import { spawn } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { chownSync, existsSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { createServer, type AddressInfo } from 'node:net';
import { dirname, join, resolve } from 'node:path';
import type { DatabaseUrls } from '../database';
import { prepareDatabase, type RolePasswords } from '../migrate';
import { locateBinaries, reachableDir, serverUser, type PostgresBinaries, type ServerUser } from './binaries';

export interface EmbeddedPostgresOptions {
  /** Folder for the cluster and its passwords; made when missing, used again when present. */
  readonly dir: string;
  /** Trade durability for speed: throw-away test clusters only. Default false. */
  readonly throwAway?: boolean;
  /** Where to listen. Default: a free port. */
  readonly port?: number;
}

export interface EmbeddedPostgres {
  /** Superuser's address; for making further databases. */
  readonly adminUrl: string;
  readonly passwords: RolePasswords;
  /** The product's database, migrated. */
  readonly urls: DatabaseUrls;
  /** The cluster's folder: `dir/data`, or one of the system's where the server's user could not reach that. */
  readonly dataDir: string;
  /** True when a server left by a killed process was found running and taken over. */
  readonly takenOver: boolean;
  /** Clean shutdown of the server; idempotent. */
  stop(): Promise<void>;
}

interface Cluster {
  readonly data: string;
  readonly bin: PostgresBinaries;
  readonly user: ServerUser | null;
}

interface Secrets extends RolePasswords {
  readonly admin: string;
}

/**
 * A real PostgreSQL on loopback, in a folder of its own, on a free port. It runs in a session of its own, so that
 * neither Ctrl-C nor the death of this process ends it in the middle of a write; whoever starts next takes it over.
 * Throws `DATABASE.START_FAILED` with the end of the server's log.
 */
export async function startEmbeddedPostgres(options: EmbeddedPostgresOptions): Promise<EmbeddedPostgres> {
  const cluster = locate(options.dir);
  const secrets = loadSecrets(options.dir);
  if (!existsSync(join(cluster.data, 'PG_VERSION'))) await initialise(cluster, secrets);
  const takenOver = await isRunning(cluster);
  if (!takenOver) await startServer(cluster, options.port ?? (await freePort()), options.throwAway ?? false);
  const port = readFileSync(join(cluster.data, 'postmaster.pid'), 'utf8').split('\n')[3];
  const adminUrl = `postgres://postgres:${secrets.admin}@127.0.0.1:${port}/postgres`;
  const urls = await prepareDatabase(adminUrl, 'fettle', secrets).catch(async (error: unknown) => {
    if (!takenOver) await stopServer(cluster);
    throw error;
  });
  return {
    adminUrl,
    passwords: secrets,
    urls,
    dataDir: cluster.data,
    takenOver,
    stop: () => stopServer(cluster),
  };
}

/** Stops the server of this folder, if one runs there, as a killed process leaves it. Resolves to the cluster's folder. */
export async function stopEmbeddedPostgres(dir: string): Promise<string> {
  const cluster = locate(dir);
  if (existsSync(cluster.data)) await stopServer(cluster);
  return cluster.data;
}

function locate(dir: string): Cluster {
  const user = serverUser();
  const data = reachableDir(join(resolve(dir), 'data'), user);
  return { data, bin: locateBinaries(user), user };
}

function loadSecrets(dir: string): Secrets {
  const path = join(dir, 'secrets.json');
  mkdirSync(dir, { recursive: true });
  if (!existsSync(path)) {
    const make = (): string => randomBytes(24).toString('hex');
    const secrets: Secrets = {
      admin: make(),
      owner: make(),
      pipeline: make(),
      api: make(),
      identity: make(),
      broker: make(),
    };
    writeFileSync(path, JSON.stringify(secrets), { mode: 0o600, flag: 'wx' });
  }
  return JSON.parse(readFileSync(path, 'utf8')) as Secrets;
}

async function initialise(cluster: Cluster, secrets: Secrets): Promise<void> {
  // A folder without PG_VERSION is what a killed initdb leaves; initdb refuses a folder that is not empty.
  rmSync(cluster.data, { recursive: true, force: true });
  mkdirSync(dirname(cluster.data), { recursive: true, mode: 0o755 });
  mkdirSync(cluster.data, { mode: 0o700 });
  const passwordFile = `${cluster.data}.password`;
  writeFileSync(passwordFile, secrets.admin, { mode: 0o600 });
  for (const path of cluster.user ? [cluster.data, passwordFile] : []) {
    chownSync(path, cluster.user!.uid, cluster.user!.gid);
  }
  try {
    await runProgram(cluster, cluster.bin.initdb, [
      `--pgdata=${cluster.data}`,
      '--auth=scram-sha-256',
      '--username=postgres',
      `--pwfile=${passwordFile}`,
      '--encoding=UTF8',
      '--locale=C',
      '--no-sync',
    ]);
  } finally {
    rmSync(passwordFile, { force: true });
  }
}

const SETTINGS = {
  listen_addresses: '127.0.0.1',
  unix_socket_directories: '',
  shared_buffers: '256MB',
  max_connections: '160',
  max_wal_size: '4GB',
  wal_level: 'minimal',
  max_wal_senders: '0',
  checkpoint_timeout: '15min',
  // A fleet's first hour fills tables that have no statistics yet.
  autovacuum_naptime: '10s',
  jit: 'off',
  log_min_messages: 'warning',
} as const;

const THROW_AWAY = { fsync: 'off', full_page_writes: 'off' } as const;

async function startServer(cluster: Cluster, port: number, throwAway: boolean): Promise<void> {
  const settings = { ...SETTINGS, port: String(port), ...(throwAway ? THROW_AWAY : {}) };
  const flags = Object.entries(settings).map(([name, value]) => `-c ${name}='${value}'`);

  const log = join(cluster.data, 'server.log');
  try {
    await pgCtl(cluster, ['start', '-w', '-t', '60', '-l', log, '-o', flags.join(' ')]);
  } catch (cause) {
    const tail = existsSync(log) ? readFileSync(log, 'utf8').slice(-2_000) : '';
    throw new AppError('DATABASE.START_FAILED', `PostgreSQL did not start: ${tail || String(cause)}`, {
      cause,
    });
  }
}

async function isRunning(cluster: Cluster): Promise<boolean> {
  return pgCtl(cluster, ['status']).then(
    () => true,
    () => false,
  );
}

async function stopServer(cluster: Cluster): Promise<void> {
  if (await isRunning(cluster)) await pgCtl(cluster, ['stop', '-w', '-t', '60', '-m', 'fast']);
}

function asServer(user: ServerUser | null): { uid?: number; gid?: number; cwd: string } {
  return { ...(user ?? {}), cwd: '/' };
}

async function pgCtl(cluster: Cluster, args: readonly string[]): Promise<void> {
  const child = spawn(cluster.bin.pgCtl, ['-D', cluster.data, ...args], {
    ...asServer(cluster.user),
    detached: true,
    // The server keeps pg_ctl's output open: a pipe would never end.
    stdio: 'ignore',
  });
  await settled(child, `pg_ctl ${args[0]}`);
}

async function runProgram(cluster: Cluster, program: string, args: readonly string[]): Promise<void> {
  const child = spawn(program, [...args], { ...asServer(cluster.user), stdio: ['ignore', 'ignore', 'pipe'] });
  let complaint = '';
  child.stderr.on('data', (chunk: Buffer) => (complaint += chunk.toString()));
  await settled(child, program).catch((cause: unknown) => {
    throw new AppError('DATABASE.START_FAILED', `the database cluster could not be made: ${complaint}`, {
      cause,
    });
  });
}

function settled(child: ReturnType<typeof spawn>, what: string): Promise<void> {
  return new Promise((done, failed) => {
    child.on('error', failed);
    child.on('exit', (code) => (code === 0 ? done() : failed(new Error(`${what} exited with ${code}`))));
  });
}

/** A TCP port on loopback that is free at this moment. */
export async function freePort(): Promise<number> {
  const server = createServer();
  await new Promise<void>((listening) => server.listen(0, '127.0.0.1', listening));
  const { port } = server.address() as AddressInfo;
  await new Promise((closed) => server.close(closed));
  return port;
}
