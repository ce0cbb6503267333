import { execFileSync } from 'node:child_process';
import { join } from 'node:path';

const RULE = '@nx/enforce-module-boundaries';
const root = join(__dirname, '..', '..');

/** Each arrow of ARCHITECTURE.md, tried the wrong way round. */
const FORBIDDEN: readonly [string, string][] = [
  ['libs/kernel/src/planted.ts', '@fettle/contracts'],
  ['libs/contracts/src/planted.ts', '@fettle/frame'],
  ['libs/frame/src/planted.ts', '@fettle/persistence'],
  ['libs/windowing/src/planted.ts', '@fettle/event-log'],
  ['libs/persistence/src/planted.ts', '@fettle/platform'],
  ['libs/event-log/src/planted.ts', '@fettle/app-ingest'],
  ['libs/platform/src/planted.ts', '@fettle/app-api'],
  ['apps/stream/src/planted.ts', '@fettle/app-ingest'],
  ['apps/api/src/planted.ts', '@fettle/app-stream'],
  ['apps/ingest/src/planted.ts', '@fettle/testing'],
  ['apps/dashboard/src/planted.ts', '@fettle/persistence'],
  ['apps/dashboard/src/planted.ts', '@fettle/event-log'],
];

const ALLOWED: readonly [string, string][] = [
  ['apps/dashboard/src/planted.ts', '@fettle/contracts'],
  ['apps/stream/src/planted.ts', '@fettle/windowing'],
  ['apps/fettle/src/planted.ts', '@fettle/app-stream'],
];

function lint(cases: readonly [string, string][]): string[][] {
  const planted = cases.map(([path, target]) => ({ path, code: `import '${target}';\n` }));
  const output = execFileSync('node', ['infra/workspace/plant-imports.mjs'], {
    cwd: root,
    input: JSON.stringify(planted),
    env: { ...process.env, NX_DAEMON: 'false' },
    stdio: ['pipe', 'pipe', 'ignore'],
  }).toString();
  return JSON.parse(output) as string[][];
}

describe('boundaries', () => {
  const results = lint([...FORBIDDEN, ...ALLOWED]);

  it.each(FORBIDDEN.map(([path, target], i) => [path, target, i] as const))(
    '%s may not import %s',
    (_path, _target, i) => {
      expect(results[i]).toContain(RULE);
    },
  );

  it.each(ALLOWED.map(([path, target], i) => [path, target, i] as const))(
    '%s may import %s',
    (_path, _target, i) => {
      expect(results[FORBIDDEN.length + i]).not.toContain(RULE);
    },
  );
});
