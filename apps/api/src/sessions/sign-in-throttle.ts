/** How many failures count, and for how long. */
export interface ThrottleLimits {
  readonly windowMs: number;
  /** Of one address for one account; of one address; of one account from anywhere. */
  readonly perPair: number;
  readonly perAddress: number;
  readonly perAccount: number;
}

export const SIGN_IN_LIMITS: ThrottleLimits = {
  windowMs: 900_000,
  perPair: 10,
  perAddress: 60,
  perAccount: 100,
};

const MAX_KEYS = 100_000;

interface Failures {
  count: number;
  untilMs: number;
}

/**
 * Counts failed sign-ins. The account's own limit is wide, so that a stranger cannot lock a person out from elsewhere;
 * the pair's is narrow. Memory is bounded: the oldest counts go first.
 */
export class SignInThrottle {
  private readonly failures = new Map<string, Failures>();

  constructor(private readonly limits: ThrottleLimits = SIGN_IN_LIMITS) {}

  /** Milliseconds until this address may try this account again; 0: now. */
  waitMs(account: string, address: string, nowMs: number): number {
    const waits = this.keys(account, address).map(([key, limit]) => {
      const known = this.failures.get(key);
      return known && known.count >= limit && known.untilMs > nowMs ? known.untilMs - nowMs : 0;
    });
    return Math.max(...waits);
  }

  failed(account: string, address: string, nowMs: number): void {
    for (const [key] of this.keys(account, address)) {
      const known = this.failures.get(key);
      const live = known && known.untilMs > nowMs;
      this.failures.delete(key);
      this.failures.set(key, {
        count: live ? known.count + 1 : 1,
        untilMs: live ? known.untilMs : nowMs + this.limits.windowMs,
      });
    }
    this.forgetOldest();
  }

  /** A success clears what this address did to this account; not its guesses at others. */
  succeeded(account: string, address: string): void {
    this.failures.delete(`pair ${account} ${address}`);
  }

  private keys(account: string, address: string): [string, number][] {
    return [
      [`pair ${account} ${address}`, this.limits.perPair],
      [`address ${address}`, this.limits.perAddress],
      [`account ${account}`, this.limits.perAccount],
    ];
  }

  private forgetOldest(): void {
    for (const key of this.failures.keys()) {
      if (this.failures.size <= MAX_KEYS) return;
      this.failures.delete(key);
    }
  }
}
