// `npm run check`: what a change must pass before it is committed, in under a minute when warm.
import { ensure } from './ensure.mjs';
import { runSteps, steps, together } from './steps.mjs';

ensure();
await runSteps([
  together(steps.format, steps.lint),
  together(steps.types, steps.webTypes),
  together(steps.lintTests, steps.generated),
  steps.unit,
]);
