/**
 * What a GRU keeps of a pass, sample-major [count, steps, …]. After the walk back `fromInput` and `fromState` hold the
 * gradients by themselves.
 */
export interface Cells {
  readonly steps: number;
  readonly units: number;
  /** kernel · x + bias, three gates. */
  readonly fromInput: Float32Array;
  /** recurrent · h + recurrentBias, three gates. */
  readonly fromState: Float32Array;
  /** Update z, reset r, candidate n. */
  readonly gates: Float32Array;
  /** The state before each step. */
  readonly before: Float32Array;
  /** The state after each step. */
  readonly after: Float32Array;
}

/** z = σ(x_z + h_z), r = σ(x_r + h_r), n = tanh(x_n + r · h_n), h' = z · h + (1 - z) · n; and h' becomes the next step's h. */
export function throughGates(cells: Cells, count: number, t: number): void {
  const { steps, units, fromInput, fromState, gates, before, after } = cells;
  for (let i = 0; i < count; i++) {
    const gate = (i * steps + t) * 3 * units;
    const state = (i * steps + t) * units;
    for (let u = 0; u < units; u++) {
      const zAt = gate + u;
      const rAt = zAt + units;
      const nAt = rAt + units;
      const z = 1 / (1 + Math.exp(-fromInput[zAt]! - fromState[zAt]!));
      const r = 1 / (1 + Math.exp(-fromInput[rAt]! - fromState[rAt]!));
      const n = Math.tanh(fromInput[nAt]! + r * fromState[nAt]!);
      const next = z * before[state + u]! + (1 - z) * n;
      gates[zAt] = z;
      gates[rAt] = r;
      gates[nAt] = n;
      after[state + u] = next;
      if (t + 1 < steps) before[state + units + u] = next;
    }
  }
}

/**
 * From the gradient by the state after step `t` (`hidden` [count, units]) to those by both sums, which take their places; what
 * goes straight to the state before stays in `hidden`.
 */
export function backThroughGates(cells: Cells, hidden: Float32Array, count: number, t: number): void {
  const { steps, units, fromInput, fromState, gates, before } = cells;
  for (let i = 0; i < count; i++) {
    const gate = (i * steps + t) * 3 * units;
    const state = (i * steps + t) * units;
    for (let u = 0; u < units; u++) {
      const zAt = gate + u;
      const rAt = zAt + units;
      const nAt = rAt + units;
      const z = gates[zAt]!;
      const r = gates[rAt]!;
      const n = gates[nAt]!;
      const slope = hidden[i * units + u]!;
      const byZ = slope * (before[state + u]! - n) * z * (1 - z);
      const byN = slope * (1 - z) * (1 - n * n);
      const byR = byN * fromState[nAt]! * r * (1 - r);
      fromInput[zAt] = fromState[zAt] = byZ;
      fromInput[rAt] = fromState[rAt] = byR;
      fromInput[nAt] = byN;
      fromState[nAt] = byN * r;
      hidden[i * units + u] = slope * z;
    }
  }
}
