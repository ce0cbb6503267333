import { Inject, Injectable } from '@nestjs/common';
import type { Clock } from '@fettle/kernel';
import { Database, liveSessions } from '@fettle/persistence';
import { CLOCK, FETTLE_CONFIG, type FettleConfig } from '@fettle/platform';
import type { Socket } from 'socket.io';
import { apiError } from '../http/api-error-status';
import type { CurrentSession } from '../sessions/current-session';
import { isForeignOrigin } from '../sessions/request-credentials';
import { SessionEnded } from '../sessions/session-ended';
import { SessionService } from '../sessions/session.service';

/** Decides who may hold a live connection, and for how long. */
@Injectable()
export class LiveAdmission {
  constructor(
    @Inject(SessionService) private readonly sessions: SessionService,
    @Inject(SessionEnded) private readonly ended: SessionEnded,
    @Inject(Database) private readonly database: Database,
    @Inject(CLOCK) private readonly clock: Clock,
    @Inject(FETTLE_CONFIG) private readonly config: FettleConfig,
  ) {}

  /** The session of a handshake: `auth.token`, else bearer, else cookie. Throws `SESSION.REQUIRED`, `ORIGIN.REFUSED`. */
  async admit({ headers, auth }: Socket['handshake']): Promise<CurrentSession> {
    const token: unknown = auth['token'];
    const shown = typeof token === 'string' ? { ...headers, authorization: `Bearer ${token}` } : headers;
    const { session, viaCookie } = await this.sessions.verify(shown);
    if (viaCookie && isForeignOrigin(headers, this.config.publicUrl)) {
      throw apiError('ORIGIN.REFUSED', 'requests of other sites are refused');
    }
    return session;
  }

  /** Calls back with a predicate of the sessions that have just ended in this process. */
  onEnded(listener: (isOver: (session: CurrentSession) => boolean) => void): void {
    this.ended.listen((tokenHash) => listener((session) => session.tokenHash.equals(tokenHash)));
  }

  /** A predicate of those of the sessions that hold no more, wherever they were ended. */
  async over(sessions: readonly CurrentSession[]): Promise<(session: CurrentSession) => boolean> {
    const hashes = sessions.map(({ tokenHash }) => tokenHash);
    const live = await liveSessions(this.database.identity, hashes, this.clock.nowMs());
    return ({ tokenHash }) => !live.has(tokenHash.toString('base64'));
  }
}
