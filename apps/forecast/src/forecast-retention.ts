import { Inject, Injectable, type OnApplicationShutdown, type OnModuleInit } from '@nestjs/common';
import { type Clock, HOUR_MS } from '@fettle/kernel';
import { Database } from '@fettle/persistence';
import { CLOCK, ServiceLogger } from '@fettle/platform';

/** Rows removed a statement, so that no transaction is long. */
const AT_ONCE = 20_000;

/** Drops past forecasts that are older than their tenant keeps data: at the start, then every six hours. */
@Injectable()
export class ForecastRetention implements OnModuleInit, OnApplicationShutdown {
  private readonly logger = new ServiceLogger(ForecastRetention.name);
  private timer: NodeJS.Timeout | undefined;
  private running: Promise<void> = Promise.resolve();

  constructor(
    @Inject(Database) private readonly database: Database,
    @Inject(CLOCK) private readonly clock: Clock,
  ) {}

  onModuleInit(): void {
    const sweep = (): void => {
      this.running = this.apply().then(
        () => undefined,
        (error: unknown) => this.logger.warn(`old forecasts are still there: ${String(error)}`),
      );
    };
    this.timer = setInterval(sweep, 6 * HOUR_MS);
    this.timer.unref();
    sweep();
  }

  async onApplicationShutdown(): Promise<void> {
    clearInterval(this.timer);
    await this.running;
  }

  /** Returns how many rows went. */
  async apply(): Promise<number> {
    let total = 0;
    for (;;) {
      const { rowCount } = await this.database.pipeline.query(
        `DELETE FROM forecast_history WHERE ctid = ANY (ARRAY(
           SELECT h.ctid FROM forecast_history h JOIN tenants t ON t.id = h.tenant_id
           WHERE h.at_ms < $1 - t.retention_days * 86400000::bigint LIMIT $2))`,
        [this.clock.nowMs(), AT_ONCE],
      );
      total += rowCount ?? 0;
      if ((rowCount ?? 0) < AT_ONCE) return total;
    }
  }
}
