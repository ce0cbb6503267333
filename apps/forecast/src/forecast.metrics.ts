import { Inject, Injectable } from '@nestjs/common';
import type { HistoryOutcome } from '@fettle/forecasting';
import { MetricsRegistry } from '@fettle/platform';
import { Counter } from 'prom-client';

/** What forecasting did: hours taken, by what became of them, and forecasts made. */
@Injectable()
export class ForecastMetrics {
  private readonly hours;
  private readonly made;

  constructor(@Inject(MetricsRegistry) registry: MetricsRegistry) {
    this.hours = new Counter({
      name: 'fettle_forecast_hours_total',
      help: 'Hourly windows of devices, by what became of them',
      labelNames: ['outcome'],
      registers: [registry],
    });
    this.made = new Counter({
      name: 'fettle_forecasts_total',
      help: 'Forecasts made',
      registers: [registry],
    });
  }

  /** Call after the transaction has committed. */
  count(outcomes: Iterable<HistoryOutcome>, forecasts: number): void {
    for (const outcome of outcomes) this.hours.inc({ outcome });
    this.made.inc(forecasts);
  }
}
