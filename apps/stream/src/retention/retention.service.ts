import {
  Inject,
  Injectable,
  Logger,
  type OnApplicationBootstrap,
  type OnApplicationShutdown,
} from '@nestjs/common';
import { type Clock, errorMessage, HOUR_MS } from '@fettle/kernel';
import { Database } from '@fettle/persistence';
import { CLOCK } from '@fettle/platform';
import { applyRetention } from './retention';

/** Removes telemetry past its time, hourly; of several processes one at a time does it. */
@Injectable()
export class RetentionService implements OnApplicationBootstrap, OnApplicationShutdown {
  private readonly logger = new Logger('Retention');
  private timer: NodeJS.Timeout | undefined;
  private running: Promise<void> = Promise.resolve();

  constructor(
    @Inject(Database) private readonly database: Database,
    @Inject(CLOCK) private readonly clock: Clock,
  ) {}

  onApplicationBootstrap(): void {
    this.timer = setInterval(() => (this.running = this.run()), HOUR_MS);
    this.timer.unref();
  }

  async onApplicationShutdown(): Promise<void> {
    clearInterval(this.timer);
    await this.running;
  }

  private async run(): Promise<void> {
    try {
      await applyRetention(this.database.pipeline, this.clock.nowMs());
    } catch (error) {
      this.logger.warn(`telemetry past its time stays for another hour: ${errorMessage(error)}`);
    }
  }
}
