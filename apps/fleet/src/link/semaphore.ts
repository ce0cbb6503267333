/** At most `limit` holders at once; those who wait are served in order. */
export class Semaphore {
  private held = 0;
  private readonly waiting: (() => void)[] = [];

  constructor(private limit: number) {}

  /** Lets everyone through from now on: for a stop that must not wait for places. */
  openWide(): void {
    this.limit = Infinity;
    for (const resolve of this.waiting.splice(0)) resolve();
  }

  /** Resolves with the function that gives the place back; calling it twice gives back once. */
  async acquire(): Promise<() => void> {
    if (this.held >= this.limit) await new Promise<void>((resolve) => this.waiting.push(resolve));
    else this.held += 1;
    let given = false;
    return () => {
      if (given) return;
      given = true;
      const next = this.waiting.shift();
      if (next === undefined) this.held -= 1;
      else next();
    };
  }
}
