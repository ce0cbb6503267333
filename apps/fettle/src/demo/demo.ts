import { DAY_MS, errorCode, errorMessage, MINUTE_MS, SECOND_MS } from '@fettle/kernel';
import { runFleetInWorker } from '@fettle/app-fleet';
import { createSignInLink } from '@fettle/persistence';
import type { ProcessParts } from '@fettle/platform';
import { join } from 'node:path';
import { fleetReporter } from '../installation/fleet-reporter';
import { type DemoRecord, readDemoRecord, writeCredentials } from './demo-record';
import { seedDemo } from './seed-demo';

/** A seeded demo: who may sign in, and the fleets that keep it alive. */
export interface Demo {
  /** A fresh one-time link for the first tenant's owner. */
  signInLink(): Promise<string>;
  /** Plays the fleets, the past first, until the signal is aborted. */
  run(progress: (line: string) => void, signal: AbortSignal): Promise<void>;
}

const HISTORY_CADENCE_MS = 10 * MINUTE_MS;
const LIVE_CADENCE_MS = 2 * SECOND_MS;
const LIVE_FLUSH_MS = 4 * SECOND_MS;

/** Seeds the demo at its first start, finds it again at later ones. */
export async function openDemo(parts: ProcessParts): Promise<Demo> {
  const { config } = parts;
  const known = readDemoRecord(config.home);
  const record = known && (await stillThere(parts, known)) ? known : await seedDemo(parts);
  writeCredentials(
    config.home,
    { url: config.publicUrl, host: mqttHost(parts), mqttPort: config.mqttPort },
    record.tenants,
  );
  return {
    signInLink: () => signInLink(parts, record),
    run: (progress, signal) =>
      run(parts, record, progress, signal).catch((error: unknown) =>
        progress(
          `      the demo's fleet stopped: ${errorCode(error)}: ${errorMessage(error)}; the services go on`,
        ),
      ),
  };
}

/** A server that listens everywhere is reached by loopback from here. */
function mqttHost({ config }: ProcessParts): string {
  return config.host === '0.0.0.0' || config.host === '::' ? '127.0.0.1' : config.host;
}

async function stillThere(parts: ProcessParts, record: DemoRecord): Promise<boolean> {
  const { rows } = await parts.database.pipeline.query<{ found: number }>(
    'SELECT count(*)::int AS found FROM tenants WHERE id = ANY($1)',
    [record.tenants.map(({ id }) => id)],
  );
  return rows[0]!.found === record.tenants.length;
}

async function signInLink({ database, clock, config }: ProcessParts, record: DemoRecord): Promise<string> {
  const tenant = record.tenants[0]!;
  const owner = tenant.users.find(({ role }) => role === 'owner')!;
  const expires = new Date(clock.nowMs() + DAY_MS);
  const token = await createSignInLink(
    database.identity,
    { tenantId: tenant.id, email: owner.email },
    expires,
  );
  return `${config.publicUrl}/sign-in?link=${token}`;
}

async function run(
  parts: ProcessParts,
  record: DemoRecord,
  progress: (line: string) => void,
  signal: AbortSignal,
): Promise<void> {
  const { config } = parts;
  const fleetDir = join(config.home, 'fleet');
  await runFleetInWorker({
    mqttUrl: config.mqttUrl ?? `mqtt://${mqttHost(parts)}:${config.mqttPort}`,
    devices: record.devices,
    fromMs: record.fromMs,
    historyCadenceMs: HISTORY_CADENCE_MS,
    cadenceMs: LIVE_CADENCE_MS,
    flushMs: LIVE_FLUSH_MS,
    speed: Number.POSITIVE_INFINITY,
    stateFile: join(fleetDir, 'state.json'),
    truthFile: join(fleetDir, 'truth.json'),
    onProgress: fleetReporter(progress),
    signal,
  });
}
