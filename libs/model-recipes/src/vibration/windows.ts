/** Windows of `count` samples that begin every `hop` samples, whole ones only; copies. */
export function windowsOf(samples: Int16Array, count: number, hop = count): Int16Array[] {
  const windows: Int16Array[] = [];
  for (let at = 0; at + count <= samples.length; at += hop) windows.push(samples.slice(at, at + count));
  return windows;
}

/** The samples at another scale, as a sensor with steps of 1 / `factor` of the first one's gives them: rounded, within int16. */
export function rescaled(samples: ArrayLike<number>, factor: number): Int16Array {
  return Int16Array.from(samples, (sample) => Math.max(-32768, Math.min(32767, Math.round(sample * factor))));
}
