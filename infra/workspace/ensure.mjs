import { spawnSync } from 'node:child_process';
import { pathToFileURL } from 'node:url';
import { isBuilt, isFresh, lockDigest, markFresh, root, sourceDigest } from './freshness.mjs';

/** Says in a line what it does and how long it took; what the command prints is shown when it fails. */
function run(label, command, args) {
  const startedMs = Date.now();
  process.stderr.write(`fettle: ${label} …\n`);
  const { status, stdout, stderr } = spawnSync(command, args, {
    cwd: root,
    stdio: ['ignore', 'pipe', 'pipe'],
    maxBuffer: 64 * 1024 * 1024,
    env: { ...process.env, NX_DAEMON: 'false' },
  });
  if (status !== 0) {
    process.stderr.write(`${stdout ?? ''}${stderr ?? ''}`);
    process.stderr.write(`WORKSPACE.FAILED: ${label} ended with ${status}\n`);
    process.exit(1);
  }
  process.stderr.write(`fettle: ${label} done in ${((Date.now() - startedMs) / 1000).toFixed(1)} s\n`);
}

/** Installs and builds what is missing or stale; does nothing, within a second, when everything is fresh. */
export function ensure() {
  const [major, minor] = process.versions.node.split('.').map(Number);
  if (major < 20 || (major === 20 && minor < 19)) {
    process.stderr.write(`WORKSPACE.NODE_TOO_OLD: Node ${process.versions.node}; 20.19 or newer is needed\n`);
    process.exit(1);
  }
  const lock = lockDigest();
  if (!isFresh('install', lock)) {
    run('installing packages', 'npm', ['ci', '--no-audit', '--no-fund', '--loglevel=error']);
    markFresh('install', lock);
  }
  const sources = sourceDigest();
  if (!isFresh('build', sources) || !isBuilt()) {
    run('building', 'npx', ['nx', 'run-many', '-t', 'build', '--output-style=stream-without-prefixes']);
    markFresh('build', sources);
  }
}

if (import.meta.url === pathToFileURL(process.argv[1] ?? '').href) ensure();
