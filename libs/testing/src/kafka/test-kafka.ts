import { freePort } from '@fettle/persistence';
import { execFileSync, spawn, type ChildProcess } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { once } from 'node:events';
import { openSync } from 'node:fs';
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { Kafka, logLevel } from 'kafkajs';
import { startWatchdog } from '../watchdog';

const START_TIMEOUT_MS = 120_000;

/** A real broker in KRaft mode, alone on loopback. */
export interface TestKafka {
  readonly brokers: string[];
  /** kill -9 of the broker. */
  kill(): Promise<void>;
  /** Starts it again on the same port and data; resolves when it answers. */
  restart(): Promise<void>;
  /** Ends it and removes its data. */
  stop(): Promise<void>;
}

/** Starts a broker in a temporary folder on free ports. Throws with the end of its log when it does not come up. */
export async function startTestKafka(runtime: { readonly libraries: string }): Promise<TestKafka> {
  const dir = await mkdtemp(join(tmpdir(), 'fettle-test-kafka-'));
  const watchdog = startWatchdog(dir, 'broker.pid');
  const [port, controllerPort] = [await freePort(), await freePort()];
  const properties = join(dir, 'server.properties');
  await writeFile(properties, settings(dir, port, controllerPort));
  const java = ['-cp', `${runtime.libraries}/*`];
  const clusterId = randomBytes(16).toString('base64url').replace(/^-/, 'A');
  execFileSync('java', [...java, 'kafka.tools.StorageTool', 'format', '-t', clusterId, '-c', properties], {
    stdio: 'ignore',
  });
  const brokers = [`127.0.0.1:${port}`];
  let broker: ChildProcess | undefined;
  const start = async (): Promise<void> => {
    const log = openSync(join(dir, 'broker.log'), 'a');
    broker = spawn('java', ['-Xmx512m', ...java, 'kafka.Kafka', properties], { stdio: ['ignore', log, log] });
    await writeFile(join(dir, 'broker.pid'), `${broker.pid}\n`);
    await answers(brokers, broker, dir);
  };
  const kill = async (): Promise<void> => {
    const dying = broker;
    broker = undefined;
    if (!dying || dying.exitCode !== null) return;
    dying.kill('SIGKILL');
    await once(dying, 'exit');
  };
  await start().catch(async (error: unknown) => {
    await kill();
    watchdog.cleanNow();
    throw error;
  });
  return {
    brokers,
    kill,
    restart: start,
    stop: async () => {
      await kill();
      watchdog.dismiss();
      await rm(dir, { recursive: true, force: true });
    },
  };
}

function settings(dir: string, port: number, controllerPort: number): string {
  return Object.entries({
    'process.roles': 'broker,controller',
    'node.id': 1,
    'controller.quorum.voters': `1@127.0.0.1:${controllerPort}`,
    listeners: `PLAINTEXT://127.0.0.1:${port},CONTROLLER://127.0.0.1:${controllerPort}`,
    'controller.listener.names': 'CONTROLLER',
    'log.dirs': join(dir, 'data'),
    'auto.create.topics.enable': false,
    'offsets.topic.replication.factor': 1,
    'offsets.topic.num.partitions': 1,
    'transaction.state.log.replication.factor': 1,
    'transaction.state.log.min.isr': 1,
    'group.initial.rebalance.delay.ms': 0,
    'group.min.session.timeout.ms': 500,
    // A broker that was killed may come back under its id only when the controller has given up its former self.
    'broker.session.timeout.ms': 4_000,
    'broker.heartbeat.interval.ms': 1_000,
  })
    .map(([name, value]) => `${name}=${value}`)
    .join('\n');
}

async function answers(brokers: string[], broker: ChildProcess, dir: string): Promise<void> {
  const admin = new Kafka({ brokers, logLevel: logLevel.NOTHING, retry: { retries: 0 } }).admin();
  const deadline = Date.now() + START_TIMEOUT_MS;
  while (Date.now() < deadline && broker.exitCode === null) {
    const cluster = await admin
      .connect()
      .then(() => admin.describeCluster())
      .catch(() => undefined);
    if (cluster && cluster.brokers.length > 0) return admin.disconnect();
    await sleep(200);
  }
  await admin.disconnect().catch(() => undefined);
  const log = await readFile(join(dir, 'broker.log'), 'utf8').catch(() => '');
  throw new Error(`the broker did not start: ${log.slice(-2_000)}`);
}
