// `npm run check`: what a change must pass before it is committed.
import { ensure } from './ensure.mjs';
import { checks, runSteps } from './steps.mjs';

ensure();
await runSteps(checks);
