import type { Trial, Verdict } from './trial';

/** Work without a pause for longer than this is felt. */
const BREATH_MS = 12;

/** A verdict an input, in order; the page stays alive meanwhile. Rejects with `signal`'s reason once that is aborted. */
export async function judgeAll<V extends Int16Array | Float64Array>(
  trial: Trial<V>,
  inputs: readonly V[],
  signal: AbortSignal,
): Promise<Verdict[]> {
  const verdicts: Verdict[] = [];
  let breathed = performance.now();
  for (const values of inputs) {
    verdicts.push(trial.judge(values));
    if (performance.now() - breathed < BREATH_MS) continue;
    await new Promise((resolve) => setTimeout(resolve));
    signal.throwIfAborted();
    breathed = performance.now();
  }
  return verdicts;
}
