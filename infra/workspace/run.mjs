// `npm start`: whatever is missing or stale first, then the command line in this very process, so that signals reach it.
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { ensure } from './ensure.mjs';
import { root } from './freshness.mjs';

ensure();
await import(pathToFileURL(join(root, 'apps/fettle/bin/fettle.mjs')).href);
