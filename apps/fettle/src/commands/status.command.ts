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
          const { lag, framesLastMinute, rejects } = await withInstallation(config, async ({ parts }) => ({
            lag: await pipelineLag(parts.eventLog),
            framesLastMinute: await count(parts.database.pipeline, FRAMES),
            rejects: await reasons(parts.database.pipeline),
          }));
          const status = {
            running: health !== null,
            health,
            lag,
            framesPerSecond: framesLastMinute / 60,
            rejects,
          };
          result(status, describe(status));
        }),
      );
  },
};

interface Pool {
  query(text: string): Promise<{ rows: unknown[] }>;
}

const FRAMES = "SELECT count(*)::int AS n FROM frames WHERE received_at > now() - interval '1 minute'";
const REJECTS = `SELECT reason, sum(count)::int AS count FROM reject_counts
  WHERE hour > now() - interval '1 hour' GROUP BY reason ORDER BY count DESC`;

async function count(pool: Pool, text: string): Promise<number> {
  const { rows } = await pool.query(text);
  return (rows[0] as { n: number }).n;
}

async function reasons(pool: Pool): Promise<{ reason: string; count: number }[]> {
  return (await pool.query(REJECTS)).rows as { reason: string; count: number }[];
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
    `frames a second, last minute: ${status.framesPerSecond.toFixed(1)}`,
    ...status.rejects.map(({ reason, count: n }) => `rejected ${n}: ${reason}`),
  ].join('\n');
}
