import { freePort } from '@fettle/persistence';
import {
  KillableProcess,
  type KafkaRuntime,
  kafkaRuntime,
  mosquittoMissing,
  runProgram,
  startTestKafka,
  startTestPostgres,
} from '@fettle/testing';
import { randomBytes } from 'node:crypto';
import { existsSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type DeployedMosquitto, startDeployedMosquitto } from './mosquitto';

export const SERVICES = ['ingest', 'stream', 'forecast', 'alerting', 'api'] as const;
export type ServiceName = (typeof SERVICES)[number];

const ROOT = join(__dirname, '..', '..');
const DATABASE = 'fettle_apart';

/** One part of the deployment, as a test may treat it. */
export interface ApartPart {
  readonly name: string;
  /** kill -9 */
  kill(): Promise<void>;
  /** Starts it again on the same address and data; resolves when it takes work. */
  restart(): Promise<void>;
}

/** Every part as a process of its own, as in docker-compose.yml, on loopback. */
export interface ApartTopology {
  readonly apiUrl: string;
  readonly mqttUrl: string;
  readonly kafkaBrokers: readonly string[];
  /** The pipeline role's address of the product's database. */
  readonly pipelineUrl: string;
  readonly parts: readonly ApartPart[];
  /** `fettle` with the deployment's environment; returns what it printed. */
  fettle(...args: string[]): Promise<string>;
  /** Lets these sign in at the MQTT broker. */
  admit: DeployedMosquitto['admit'];
  /** What every service printed, to be shown with a failure. */
  output(): string;
  /** Ends every part, removes every folder. Resolves with the exit statuses of the services. */
  stop(): Promise<Readonly<Record<string, number | null>>>;
}

/** Kafka's jars, or why the topology cannot be had on this machine. */
export function apartRuntime(): KafkaRuntime {
  const missing = mosquittoMissing();
  if (missing !== null) return { missing };
  const unbuilt = SERVICES.find((name) => !existsSync(mainOf(name)));
  if (unbuilt !== undefined) throw new Error(`${mainOf(unbuilt)} is missing: build first (npm run build)`);
  return kafkaRuntime();
}

function mainOf(service: ServiceName): string {
  return join(ROOT, 'apps', service, 'dist', 'main.js');
}

/** Starts everything in the order of the compose file: servers, migration, services. Cleans up behind itself when it cannot. */
export async function startApart(runtime: { readonly libraries: string }): Promise<ApartTopology> {
  const undo: (() => Promise<unknown>)[] = [];
  const keep = <T>(part: T, end: (part: T) => Promise<unknown>): T => {
    undo.unshift(() => end(part));
    return part;
  };
  const stopAll = async (): Promise<void> => {
    for (const step of undo.splice(0)) await step();
  };
  try {
    const dir = keep(mkdtempSync(join(tmpdir(), 'fettle-apart-')), async (path) =>
      rmSync(path, { recursive: true, force: true }),
    );
    const postgres = keep(await startTestPostgres(), (server) => server.stop());
    const kafka = keep(await startTestKafka(runtime), (broker) => broker.stop());
    const mosquitto = keep(await startDeployedMosquitto(), ({ process }) => process.stop());
    const admin = new URL(postgres.adminUrl);
    const mqtt = randomBytes(24).toString('hex');
    const secrets = { admin: admin.password, ...postgres.passwords, mqtt };
    await mosquitto.admit([{ username: 'fettle-ingest', password: secrets.mqtt }]);
    const secretFile = join(dir, 'fettle.json');
    writeFileSync(secretFile, JSON.stringify(secrets), { mode: 0o600 });
    const env = {
      FETTLE_HOME: dir,
      FETTLE_DATABASE_URL: `postgres://${admin.host}/${DATABASE}`,
      FETTLE_KAFKA_BROKERS: kafka.brokers.join(','),
      FETTLE_MQTT_URL: mosquitto.url.replace('//', '//fettle-ingest@'),
      // Mosquitto forgets shared subscriptions when it is restarted.
      FETTLE_MQTT_SHARED: 'no',
      FETTLE_SECRET_FILE: secretFile,
    };
    const fettle = (...args: string[]): Promise<string> =>
      runProgram(process.execPath, [join(ROOT, 'apps/fettle/bin/fettle.mjs'), ...args], env);
    await fettle('migrate');
    const statuses: Record<string, number | null> = {};
    const services = new Map<ServiceName, Service>();
    for (const name of SERVICES) {
      const service = await makeService(name, env);
      keep(service, async ({ process }) => (statuses[name] = await process.stop()));
      services.set(name, service);
    }
    await Promise.all([...services.values()].map(({ process }) => process.start()));
    return {
      apiUrl: services.get('api')!.url,
      mqttUrl: mosquitto.url,
      kafkaBrokers: kafka.brokers,
      pipelineUrl: `postgres://fettle_pipeline:${secrets.pipeline}@${admin.host}/${DATABASE}`,
      parts: [
        ...[...services.values()].map(({ process }) => partOf(process)),
        partOf(mosquitto.process),
        { name: 'kafka', kill: kafka.kill, restart: kafka.restart },
        { name: 'postgres', kill: postgres.kill, restart: postgres.restart },
      ],
      fettle,
      admit: mosquitto.admit,
      output: () => [...services].map(([name, { process }]) => `== ${name}\n${process.output()}`).join('\n'),
      stop: async () => {
        await stopAll();
        return statuses;
      },
    };
  } catch (error) {
    await stopAll();
    throw error;
  }
}

interface Service {
  readonly url: string;
  readonly process: KillableProcess;
}

async function makeService(name: ServiceName, env: Readonly<Record<string, string>>): Promise<Service> {
  const port = await freePort();
  const url = `http://127.0.0.1:${port}`;
  const process = new KillableProcess({
    name,
    program: globalThis.process.execPath,
    args: [mainOf(name)],
    env: { ...env, SERVICE: name, FETTLE_HTTP_PORT: String(port), FETTLE_PUBLIC_URL: url },
    isReady: async () => (await fetch(`${url}/health/ready`)).ok,
  });
  return { url, process };
}

function partOf(process: KillableProcess): ApartPart {
  return {
    name: process.name,
    kill: () => process.kill(),
    restart: () => process.start(),
  };
}
