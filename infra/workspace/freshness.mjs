import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, readdirSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { dirname, join, relative, sep } from 'node:path';
import { fileURLToPath } from 'node:url';

export const root = join(dirname(fileURLToPath(import.meta.url)), '..', '..');

const IGNORED = new Set(['node_modules', 'dist', '.cache', '.nx', '.fettle', 'artefacts']);

function* files(dir) {
  for (const entry of readdirSync(dir, { withFileTypes: true })) {
    if (IGNORED.has(entry.name)) continue;
    const path = join(dir, entry.name);
    if (entry.isDirectory()) yield* files(path);
    else if (entry.isFile()) yield path;
  }
}

function isSource(path) {
  return !/\.(spec|integration-spec)\.tsx?$|[\\/]spec-builders[\\/]/.test(path) && !path.endsWith('.md');
}

/** A digest of what the build reads: content, not times, so that a checkout of the same tree counts as fresh. */
export function sourceDigest() {
  const digest = createHash('sha256');
  const inputs = ['libs', 'apps'].flatMap((folder) => [...files(join(root, folder))].filter(isSource));
  for (const path of [...inputs, join(root, '.swcrc'), join(root, 'package-lock.json')].sort()) {
    digest
      .update(relative(root, path).split(sep).join('/'))
      .update('\0')
      .update(readFileSync(path))
      .update('\0');
  }
  return digest.digest('hex');
}

export function lockDigest() {
  return createHash('sha256')
    .update(readFileSync(join(root, 'package-lock.json')))
    .digest('hex');
}

const stampPath = (name) =>
  join(root, name === 'install' ? 'node_modules/.fettle-install' : `.cache/${name}.stamp`);

export function isFresh(name, digest) {
  const path = stampPath(name);
  return existsSync(path) && readFileSync(path, 'utf8') === digest;
}

export function markFresh(name, digest) {
  const path = stampPath(name);
  mkdirSync(dirname(path), { recursive: true });
  writeFileSync(path, digest);
}

/** Every project has its output: a `dist` deleted by hand is built again although no source changed. */
export function isBuilt() {
  return ['libs', 'apps'].every((kind) =>
    readdirSync(join(root, kind))
      .filter((name) => existsSync(join(root, kind, name, 'package.json')))
      .every((name) => {
        const dist = join(root, kind, name, 'dist');
        return existsSync(dist) && statSync(dist).isDirectory();
      }),
  );
}
