/**
 * One piece of work at a time for each device, in the order of calls; devices do not wait for one another. Work that rejects
 * rejects for its caller alone.
 */
export class DeviceTurns {
  private readonly last = new Map<string, Promise<unknown>>();

  /** How many devices have work under way. */
  get size(): number {
    return this.last.size;
  }

  run<T>(device: string, work: () => Promise<T>): Promise<T> {
    const before = this.last.get(device);
    const mine = before === undefined ? work() : before.then(work);
    const over: Promise<unknown> = mine
      .catch(() => undefined)
      .then(() => {
        if (this.last.get(device) === over) this.last.delete(device);
      });
    this.last.set(device, over);
    return mine;
  }
}
