// `npm test`: everything; the last line is `N passed, N failed`.
import { ensure } from './ensure.mjs';
import { runSteps, steps } from './steps.mjs';

ensure();
await runSteps(Object.values(steps));
