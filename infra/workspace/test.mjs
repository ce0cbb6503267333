// `npm test`: everything; the last line is `N passed, N failed`.
import { ensure } from './ensure.mjs';
import { checks, runSteps, steps } from './steps.mjs';

ensure();
await runSteps([...checks, steps.real]);
