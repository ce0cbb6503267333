/**
 * A token bucket (ITU-T I.371, "leaky bucket as a meter") that lends: taking more than there is goes into debt, and the
 * caller is told how long the debt takes to repay. Over any span of t seconds at most `burst + rate * t` tokens are
 * granted beyond the one message that opened the debt.
 */
export class TokenBucket {
  private tokens: number;

  constructor(
    private ratePerSecond: number,
    private burst: number,
    private updatedMs: number,
  ) {
    this.tokens = burst;
  }

  /** A changed quota takes effect from now on; what was saved or owed stays, up to the new burst. */
  retune(ratePerSecond: number, burst: number, nowMs: number): void {
    this.refill(nowMs);
    this.ratePerSecond = ratePerSecond;
    this.burst = burst;
    this.tokens = Math.min(this.tokens, burst);
  }

  /**
   * Takes `count` tokens and returns how many ms the caller must wait for them: 0 within the rate. Returns null, and
   * takes nothing, when the wait would pass `maxWaitMs`.
   */
  take(count: number, nowMs: number, maxWaitMs: number): number | null {
    this.refill(nowMs);
    const waitMs = this.debtMs(this.tokens - count);
    if (waitMs > maxWaitMs) return null;
    this.tokens -= count;
    return waitMs;
  }

  /** How long from now until the debt is repaid, ms; 0 when there is none. */
  waitMs(nowMs: number): number {
    this.refill(nowMs);
    return this.debtMs(this.tokens);
  }

  private debtMs(tokens: number): number {
    if (tokens >= 0) return 0;
    return this.ratePerSecond > 0 ? (-tokens / this.ratePerSecond) * 1_000 : Number.POSITIVE_INFINITY;
  }

  /** A clock that steps back refills nothing and takes nothing. */
  private refill(nowMs: number): void {
    if (nowMs <= this.updatedMs) return;
    this.tokens = Math.min(this.burst, this.tokens + ((nowMs - this.updatedMs) / 1_000) * this.ratePerSecond);
    this.updatedMs = nowMs;
  }
}
