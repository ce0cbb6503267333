/**
 * A first-order thermal mass: follows its target with a time constant (Newton's law of cooling), advanced by the exact
 * exponential, so that one long step equals many short ones under a constant target. The first reading is the target.
 */
export class ThermalLag {
  private value: number | undefined;
  private lastMs = 0;

  constructor(private readonly timeConstantMs: number) {}

  follow(target: number, atMs: number): number {
    if (this.value === undefined) this.value = target;
    else this.value += (target - this.value) * (1 - Math.exp(-(atMs - this.lastMs) / this.timeConstantMs));
    this.lastMs = atMs;
    return this.value;
  }
}
