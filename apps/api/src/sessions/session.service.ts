import { Inject, Injectable } from '@nestjs/common';
import type { Clock } from '@fettle/kernel';
import type { SetupRequest } from '@fettle/contracts';
import { DOMAIN_PACKS } from '@fettle/domains';
import {
  asTenant,
  closeSession,
  createTenant,
  createUser,
  Database,
  findAccount,
  findSession,
  hashToken,
  inTransaction,
  needsSetup,
  openSession,
  redeemSetupLink,
  redeemSignInLink,
  seedDefaultRules,
} from '@fettle/persistence';
import { CLOCK, FETTLE_CONFIG, type FettleConfig } from '@fettle/platform';
import type { IncomingHttpHeaders } from 'node:http';
import { apiError } from '../http/api-error-status';
import type { CurrentSession } from './current-session';
import { PasswordCheck } from './password-check';
import { credentialOf } from './request-credentials';
import { SignInThrottle } from './sign-in-throttle';

/** How long a session lasts. */
export const SESSION_MS = 14 * 86_400_000;

/** A session just opened: the one time its token is known. */
export interface OpenedSession {
  readonly token: string;
  readonly expiresAt: Date;
}

interface Person {
  readonly userId: string;
  readonly tenantId: string;
}

/** Opens, verifies and closes sessions. The only part of the API that works before a tenant is known. */
@Injectable()
export class SessionService {
  private readonly throttle = new SignInThrottle();
  private readonly passwords = new PasswordCheck();
  /** True when browsers reach us over https. */
  readonly secure: boolean;

  constructor(
    @Inject(Database) private readonly database: Database,
    @Inject(CLOCK) private readonly clock: Clock,
    @Inject(FETTLE_CONFIG) config: FettleConfig,
  ) {
    this.secure = new URL(config.publicUrl).protocol === 'https:';
  }

  /** Throws `SESSION.BAD_CREDENTIALS`, the same for a wrong password and an unknown address, and `SIGN_IN.THROTTLED`. */
  async signIn(email: string, password: string, address: string): Promise<OpenedSession> {
    const nowMs = this.clock.nowMs();
    this.refuseTooMany(email, address, nowMs);
    const account = await findAccount(this.database.identity, email);
    if (!(await this.passwords.matches(password, account?.passwordHash ?? null)) || !account) {
      this.throttle.failed(email, address, nowMs);
      throw apiError('SESSION.BAD_CREDENTIALS', 'e-mail address and password do not belong together');
    }
    this.throttle.succeeded(email, address);
    return this.open(account);
  }

  /** Uses a one-time link up. Throws `LINK.INVALID`. */
  async redeemLink(link: string, address: string): Promise<OpenedSession> {
    const nowMs = this.clock.nowMs();
    this.refuseTooMany('link', address, nowMs);
    const person = await redeemSignInLink(this.database.identity, link, nowMs);
    if (!person) {
      this.throttle.failed('link', address, nowMs);
      throw apiError('LINK.INVALID', 'this link has been used or has expired');
    }
    return this.open(person);
  }

  async needsSetup(): Promise<boolean> {
    return needsSetup(this.database.identity);
  }

  /** Makes the first tenant with its owner and default rules. Throws `LINK.INVALID` and `SETUP.DONE`. */
  async setUp(request: SetupRequest): Promise<OpenedSession> {
    const nowMs = this.clock.nowMs();
    const owner = await inTransaction(this.database.identity, async (client) => {
      if (!(await redeemSetupLink(client, request.link, nowMs))) {
        throw apiError('LINK.INVALID', 'this set-up link has been used or has expired');
      }
      if (!(await needsSetup(client))) throw apiError('SETUP.DONE', 'this installation has been set up');
      const tenantId = await createTenant(client, { name: request.tenantName }, nowMs);
      const { name, email, password } = request;
      const userId = await createUser(client, { tenantId, name, email, password, role: 'owner' }, nowMs);
      return { tenantId, userId };
    });
    await asTenant(this.database.api, owner.tenantId, (client) =>
      seedDefaultRules(client, owner.tenantId, DOMAIN_PACKS, nowMs),
    );
    return this.open(owner);
  }

  /** Who makes a request with these headers. Throws `SESSION.REQUIRED`. */
  async verify(headers: IncomingHttpHeaders): Promise<{ session: CurrentSession; viaCookie: boolean }> {
    const shown = credentialOf(headers, this.secure);
    const session = shown && (await this.find(shown.token));
    if (!session) throw apiError('SESSION.REQUIRED', 'sign in first');
    return { session, viaCookie: shown.viaCookie };
  }

  /** The session that a request with these headers shows, or null. */
  async shown(headers: IncomingHttpHeaders): Promise<CurrentSession | null> {
    const shown = credentialOf(headers, this.secure);
    return shown && this.find(shown.token);
  }

  /** The session of a token, or null. */
  async find(token: string): Promise<CurrentSession | null> {
    const tokenHash = hashToken(token);
    const found = await findSession(this.database.identity, tokenHash, this.clock.nowMs());
    return found && { ...found, tokenHash };
  }

  async close(session: CurrentSession): Promise<void> {
    await closeSession(this.database.identity, session.tokenHash);
  }

  private async open(person: Person): Promise<OpenedSession> {
    const expiresAt = new Date(this.clock.nowMs() + SESSION_MS);
    return { token: await openSession(this.database.identity, person, expiresAt), expiresAt };
  }

  private refuseTooMany(account: string, address: string, nowMs: number): void {
    const waitMs = this.throttle.waitMs(account, address, nowMs);
    if (waitMs === 0) return;
    const retryAfter = Math.ceil(waitMs / 1_000);
    throw apiError('SIGN_IN.THROTTLED', `too many failed attempts; try again in ${retryAfter} s`, {
      retryable: true,
      details: { retryAfter },
    });
  }
}
