import { hashPassword, makeSecret, verifyPassword } from '@fettle/persistence';
import { apiError } from '../http/api-error-status';

/** scrypt takes 32 MB and most of a core for each check: more at once would slow down everything else. */
const AT_ONCE = 2;
const MAX_WAITING = 32;

/** Checks passwords, a few at a time, and takes as long for accounts that do not exist. */
export class PasswordCheck {
  private running = 0;
  private readonly waiting: (() => void)[] = [];
  private decoy: Promise<string> | undefined;

  /** True when the password belongs to the hash; null: no account. Throws `SIGN_IN.BUSY` (retryable). */
  async matches(password: string, hash: string | null): Promise<boolean> {
    await this.enter();
    try {
      this.decoy ??= hashPassword(makeSecret());
      const matched = await verifyPassword(password, hash ?? (await this.decoy));
      return hash !== null && matched;
    } finally {
      this.running--;
      this.waiting.shift()?.();
    }
  }

  private async enter(): Promise<void> {
    if (this.running >= AT_ONCE) {
      if (this.waiting.length >= MAX_WAITING) {
        throw apiError('SIGN_IN.BUSY', 'too many sign-ins at once', {
          retryable: true,
          details: { retryAfter: 5 },
        });
      }
      await new Promise<void>((done) => this.waiting.push(done));
    }
    this.running++;
  }
}
