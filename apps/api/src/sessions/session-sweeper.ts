import {
  type BeforeApplicationShutdown,
  Inject,
  Injectable,
  Logger,
  type OnModuleInit,
} from '@nestjs/common';
import { type Clock, errorMessage, HOUR_MS } from '@fettle/kernel';
import { Database, dropExpiredSessions } from '@fettle/persistence';
import { CLOCK } from '@fettle/platform';

/** Forgets what has expired, once an hour. Expired sessions and links are refused long before they are forgotten. */
@Injectable()
export class SessionSweeper implements OnModuleInit, BeforeApplicationShutdown {
  private readonly logger = new Logger('SessionSweeper');
  private timer: NodeJS.Timeout | null = null;

  constructor(
    @Inject(Database) private readonly database: Database,
    @Inject(CLOCK) private readonly clock: Clock,
  ) {}

  onModuleInit(): void {
    this.timer = setInterval(() => void this.sweep(), HOUR_MS).unref();
  }

  beforeApplicationShutdown(): void {
    if (this.timer !== null) clearInterval(this.timer);
  }

  /** Never rejects: what was left is taken the next time. */
  async sweep(): Promise<void> {
    try {
      await dropExpiredSessions(this.database.identity, this.clock.nowMs());
    } catch (error) {
      this.logger.warn(`expired sessions were not dropped: ${errorMessage(error)}`);
    }
  }
}
