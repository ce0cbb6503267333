import { hashPassword, makeSecret, verifyPassword } from '@fettle/persistence';
import { Turnstile } from '../http/turnstile';

/** scrypt takes 32 MB and most of a core for each check: more at once would slow down everything else. */
const AT_ONCE = 2;
const MAX_WAITING = 32;

/** Checks passwords, a few at a time, and takes as long for accounts that do not exist. */
export class PasswordCheck {
  private readonly turnstile = new Turnstile(AT_ONCE, MAX_WAITING);
  private decoy: Promise<string> | undefined;

  /** True when the password belongs to the hash; null: no account. Throws `SERVER.BUSY` (retryable). */
  matches(password: string, hash: string | null): Promise<boolean> {
    return this.turnstile.pass(async () => {
      this.decoy ??= hashPassword(makeSecret());
      const decoy = await this.decoy;
      return (await verifyPassword(password, hash ?? decoy)) && hash !== null;
    });
  }
}
