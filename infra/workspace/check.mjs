// `npm run check`: what a change must pass before it is committed, in under a minute when warm.
import { ensure } from './ensure.mjs';
import { runSteps, steps } from './steps.mjs';

ensure();
await runSteps([
  steps.format,
  steps.lint,
  steps.lintTests,
  steps.types,
  steps.webTypes,
  steps.generated,
  steps.unit,
]);
