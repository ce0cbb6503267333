import { setTimeout as sleep } from 'node:timers/promises';
import { HOUR_MS, SECOND_MS } from '@fettle/kernel';
import { TOPICS } from '@fettle/contracts';
import type { EventLog } from '@fettle/event-log';
import { countAllRejects } from '@fettle/persistence';
import { loadConfig } from '@fettle/platform';
import type { CliCommand } from '../cli/command';
import { pipelineLag } from '../installation/pipeline-lag';
import { withInstallation } from '../installation/with-installation';

interface Health {
  readonly ready: boolean;
  readonly parts: Readonly<Record<string, { readonly ok: boolean; readonly reason?: string }>>;
}

/** `fettle status`: what runs, how far each consumer is behind, what came and what was refused within the last hour. */
export const statusCommand: CliCommand = {
  register(program, run) {
    program
      .command('status')
      .description('what runs, lag of every consumer, rates, rejects')
      .option('--json', 'print the result as one JSON object')
      .action((options: { json?: boolean }) =>
        run(options, async ({ env, result }) => {
          const config = loadConfig(env);
          const health = await askHealth(`http://127.0.0.1:${config.httpPort}/health/ready`);
          const found = await withInstallation(config, async ({ parts }) => ({
            lag: await pipelineLag(parts.eventLog),
            framesPerSecond: await frameRate(parts.eventLog),
            rejects: await countAllRejects(parts.database.pipeline, parts.clock.nowMs() - HOUR_MS),
          }));
          const status = { running: health !== null, health, ...found };
          result(status, describe(status));
        }),
      );
  },
};

/** Frames appended a second, measured over one. */
async function frameRate(log: EventLog): Promise<number> {
  const appended = async (): Promise<number> =>
    (await log.lag('stream', [TOPICS.frames.name])).reduce((sum, { end }) => sum + end, 0);
  const before = await appended();
  await sleep(SECOND_MS);
  return (await appended()) - before;
}

async function askHealth(url: string): Promise<Health | null> {
  return fetch(url).then(
    async (response) => (await response.json()) as Health,
    () => null,
  );
}

function describe(status: {
  readonly health: Health | null;
  readonly lag: readonly { group: string; lag: number }[];
  readonly framesPerSecond: number;
  readonly rejects: readonly { reason: string; count: number }[];
}): string {
  const parts = Object.entries(status.health?.parts ?? {});
  return [
    status.health === null ? 'not running' : status.health.ready ? 'ready' : 'running, not ready',
    ...parts.map(([name, { ok, reason }]) => `  ${name}: ${ok ? 'answers' : reason}`),
    ...status.lag.map(({ group, lag }) => `lag of ${group}: ${lag}`),
    `frames a second: ${status.framesPerSecond}`,
    ...status.rejects.map(({ reason, count: n }) => `rejected ${n}: ${reason}`),
  ].join('\n');
}
