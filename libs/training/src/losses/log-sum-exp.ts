/** log Σ exp(value · factor) over `length` values from `start`, shifted by the largest so that nothing overflows. */
export function logSumExp(values: Float32Array, start: number, length: number, factor: number): number {
  let most = -Infinity;
  for (let at = start; at < start + length; at++) most = Math.max(most, values[at]! * factor);
  let sum = 0;
  for (let at = start; at < start + length; at++) sum += Math.exp(values[at]! * factor - most);
  return most + Math.log(sum);
}
