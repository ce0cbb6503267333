import type { Clock } from '@fettle/kernel';

/**
 * Calls `push` at most once in `intervalMs`: at once after a quiet time, at the end of the interval during a busy one.
 */
export class PushSchedule {
  private timer: NodeJS.Timeout | null = null;
  private lastMs = Number.NEGATIVE_INFINITY;

  constructor(
    private readonly clock: Clock,
    private readonly intervalMs: number,
    private readonly push: () => void,
  ) {}

  /** Something waits to be pushed. */
  wake(): void {
    if (this.timer !== null) return;
    const waitMs = Math.max(0, Math.min(this.intervalMs, this.lastMs + this.intervalMs - this.clock.nowMs()));
    this.timer = setTimeout(() => {
      this.timer = null;
      this.lastMs = this.clock.nowMs();
      this.push();
    }, waitMs);
  }

  stop(): void {
    if (this.timer !== null) clearTimeout(this.timer);
    this.timer = null;
  }
}
