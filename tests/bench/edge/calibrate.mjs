// Measures what compiled kernels cost on emulated boards, and writes the tables that `fettle model report` predicts from:
//   node tests/bench/edge/calibrate.mjs cortex-m4 [cortex-m3 …] && npx prettier --write libs/tinyml/src/cost/targets
// Needs arm-none-eabi-gcc and qemu-system-arm; some minutes a target. Run it whenever kernels have changed.
import { transformFileSync } from '@swc/core';
import { readFileSync } from 'node:fs';
import { createRequire, Module } from 'node:module';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

const here = dirname(fileURLToPath(import.meta.url));
const root = join(here, '../../..');
const {
  exclude: _exclude,
  $schema: _schema,
  ...settings
} = JSON.parse(readFileSync(join(root, '.swcrc'), 'utf8'));
const resolve = Module._resolveFilename;

// Straight from the sources: what is measured is what is written, not what was built last.
Module._resolveFilename = (request, ...rest) => {
  const [, lib] = /^@fettle\/([a-z-]+)$/.exec(request) ?? [];
  return resolve(lib === undefined ? request : join(root, 'libs', lib, 'src/index.ts'), ...rest);
};
Module._extensions['.ts'] = (module, file) =>
  module._compile(transformFileSync(file, { ...settings, swcrc: false, sourceMaps: false }).code, file);
createRequire(import.meta.url)('./calibrate.ts');
