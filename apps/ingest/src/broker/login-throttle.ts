import { TokenBucket } from '../intake/token-bucket';

/** Failed logins that one address may make in a row, and how many more each second. */
const BURST = 30;
const PER_SECOND = 0.5;
const MAX_ADDRESSES = 10_000;

/**
 * Bounds failed logins by address. It protects the database and the log from guessing, not the secrets: those have 256
 * random bits. Remembers at most ten thousand addresses; the one that failed longest ago goes first.
 */
export class LoginThrottle {
  private readonly byAddress = new Map<string, TokenBucket>();

  /** False while the address has used up its failures. */
  allows(address: string, nowMs: number): boolean {
    const bucket = this.byAddress.get(address);
    return bucket === undefined || bucket.waitMs(nowMs) === 0;
  }

  failed(address: string, nowMs: number): void {
    const bucket = this.byAddress.get(address) ?? new TokenBucket(PER_SECOND, BURST, nowMs);
    bucket.take(1, nowMs, Number.POSITIVE_INFINITY);
    this.byAddress.delete(address);
    this.byAddress.set(address, bucket);
    if (this.byAddress.size > MAX_ADDRESSES) this.byAddress.delete(this.byAddress.keys().next().value ?? '');
  }
}
