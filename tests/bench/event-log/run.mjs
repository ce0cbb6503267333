// Runs event-log.bench.ts against the built packages: `npm run build && node tests/bench/event-log/run.mjs`
import { transformFileSync } from '@swc/core';
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

const here = dirname(fileURLToPath(import.meta.url));
const root = join(here, '../../..');
const {
  exclude: _exclude,
  $schema: _schema,
  ...settings
} = JSON.parse(readFileSync(join(root, '.swcrc'), 'utf8'));
const target = join(root, '.cache/bench/event-log.bench.js');
mkdirSync(dirname(target), { recursive: true });
const { code } = transformFileSync(join(here, 'event-log.bench.ts'), {
  ...settings,
  swcrc: false,
  sourceMaps: false,
});
writeFileSync(target, code);
createRequire(import.meta.url)(target);
