/** Two clocks in milliseconds: one that goes on, and the processor time of this process with all its threads. */
export interface Clocks {
  readonly now: () => number;
  readonly cpuNow: () => number;
}

/** What a work took by both clocks. */
export interface Times {
  readonly ms: number;
  readonly cpuMs: number;
}

/** Does the work and adds its times to what it gives. */
export async function timed<T>({ now, cpuNow }: Clocks, work: () => Promise<T>): Promise<T & Times> {
  const [start, cpuStart] = [now(), cpuNow()];
  const result = await work();
  return { ...result, ms: now() - start, cpuMs: cpuNow() - cpuStart };
}
