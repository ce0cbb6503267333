import { spawn } from 'node:child_process';
import { mkdirSync, readFileSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { root } from './freshness.mjs';

const results = join(root, '.cache', 'test-results');

function execute(command, args) {
  return new Promise((done) => {
    const child = spawn(command, args, {
      cwd: root,
      stdio: ['ignore', 'inherit', 'inherit'],
      env: { ...process.env, NX_DAEMON: 'false', FORCE_COLOR: '0' },
    });
    child.on('exit', (code) => done(code ?? 1));
    child.on('error', () => done(1));
  });
}

/** A command that passes or fails as one. */
function single(name, command, args) {
  return { name, run: async () => ((await execute(command, args)) === 0 ? tally(1, 0, 0) : tally(0, 1, 0)) };
}

/** A jest project, counted test by test; a suite that does not even load counts as failed. */
function jest(project, extra = [], name = project) {
  return {
    name: `${name} tests`,
    run: async () => {
      mkdirSync(results, { recursive: true });
      const output = join(results, `${name.replaceAll(' ', '-')}.json`);
      rmSync(output, { force: true });
      const code = await execute('npx', [
        'jest',
        '--selectProjects',
        project,
        '--json',
        `--outputFile=${output}`,
        '--silent=false',
        ...extra,
      ]);
      const report = readReport(output);
      if (report === null) return tally(0, 1, 0);
      const failed = report.numFailedTests + report.numRuntimeErrorTestSuites;
      for (const title of skippedTitles(report)) process.stdout.write(`skipped: ${title}\n`);
      return tally(report.numPassedTests, failed === 0 && code !== 0 ? 1 : failed, report.numPendingTests);
    },
  };
}

function readReport(path) {
  try {
    return JSON.parse(readFileSync(path, 'utf8'));
  } catch {
    return null;
  }
}

function skippedTitles(report) {
  return report.testResults.flatMap((suite) =>
    suite.assertionResults.filter(({ status }) => status === 'pending').map(({ fullName }) => fullName),
  );
}

/** Steps one after the other, as one. */
function inTurn(...list) {
  return {
    name: list.map(({ name }) => name).join(', then '),
    run: async () => {
      const total = tally(0, 0, 0);
      for (const { name, run } of list) {
        const startedMs = Date.now();
        const { passed, failed, skipped } = await run();
        const seconds = ((Date.now() - startedMs) / 1000).toFixed(1);
        process.stdout.write(
          `── ${name}: ${passed} passed, ${failed} failed, ${skipped} skipped, ${seconds} s\n`,
        );
        total.passed += passed;
        total.failed += failed;
        total.skipped += skipped;
      }
      return total;
    },
  };
}

/** Steps of one core each, at the same time. */
function together(...list) {
  const sum = (a, b) => tally(a.passed + b.passed, a.failed + b.failed, a.skipped + b.skipped);
  return {
    name: list.map(({ name }) => name).join(', '),
    run: async () => (await Promise.all(list.map(({ run }) => run()))).reduce(sum),
  };
}

const tally = (passed, failed, skipped) => ({ passed, failed, skipped });

const EDGE_LIBRARIES = '/libs/(tinyml|board|features|training|device-models|model-recipes)/';
const EDGE_JOURNEYS = '/tests/(firmware/|bench/|journeys/model-command-line)';
const serial = ['--runInBand', '--testTimeout=300000'];

export const steps = {
  format: single('formatting', 'npx', [
    ...['prettier', '--check', '--log-level', 'warn'],
    ...['--cache', '--cache-location', '.cache/prettier', '.'],
  ]),
  lint: single('lint with boundaries', 'npx', [
    'nx',
    'run-many',
    '-t',
    'lint',
    '--output-style=stream',
    '--parallel=2',
  ]),
  lintTests: single('lint of journeys and scripts', 'npx', [
    ...['eslint', 'tests', 'infra', '--cache', '--cache-location', '.cache/eslint/'],
  ]),
  types: single('types of the services', 'npx', ['tsc', '-p', 'tsconfig.json']),
  webTypes: single('types of the dashboard', 'npx', [
    ...['tsc', '-p', 'apps/dashboard/tsconfig.json'],
    ...['--incremental', '--tsBuildInfoFile', '.cache/dashboard.tsbuildinfo'],
  ]),
  generated: single('generated files', 'node', ['infra/workspace/architecture-map.mjs', '--check']),
  // Jest would leave one of two cores idle.
  unit: jest('unit', ['--maxWorkers=100%']),
  // What computes (models, compiled C, emulated boards) has one core, what waits (databases, brokers, browsers) the other.
  real: together(
    inTurn(
      jest('integration', [...serial, '--testPathIgnorePatterns', EDGE_LIBRARIES]),
      jest('e2e', [...serial, '--testPathIgnorePatterns', EDGE_JOURNEYS]),
    ),
    inTurn(
      jest('integration', [...serial, '--testPathPatterns', EDGE_LIBRARIES], 'edge integration'),
      jest('e2e', [...serial, '--testPathPatterns', EDGE_JOURNEYS], 'edge e2e'),
    ),
  ),
};

/** What a change must pass before it is committed, two steps of one core at a time. */
export const checks = [
  together(steps.format, steps.lint),
  together(steps.types, steps.webTypes),
  together(steps.lintTests, steps.generated),
  steps.unit,
];

/** Runs the steps in order, all of them whatever fails; ends with the line `N passed, N failed[, N skipped]`. */
export async function runSteps(chosen) {
  const total = tally(0, 0, 0);
  const failures = [];
  for (const { name, run } of chosen) {
    const startedMs = Date.now();
    process.stdout.write(`\n── ${name}\n`);
    const { passed, failed, skipped } = await run();
    total.passed += passed;
    total.failed += failed;
    total.skipped += skipped;
    if (failed > 0) failures.push(name);
    process.stdout.write(
      `── ${name}: ${passed} passed, ${failed} failed, ${skipped} skipped, ${((Date.now() - startedMs) / 1000).toFixed(1)} s\n`,
    );
  }
  if (failures.length > 0) process.stdout.write(`\nfailed: ${failures.join(', ')}\n`);
  const skipped = total.skipped > 0 ? `, ${total.skipped} skipped` : '';
  process.stdout.write(`\n${total.passed} passed, ${total.failed} failed${skipped}\n`);
  process.exitCode = total.failed > 0 ? 1 : 0;
}
