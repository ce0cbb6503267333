import { Inject, Injectable } from '@nestjs/common';
import { TOPICS } from '@fettle/contracts';
import { EVENT_LOG, type EventLog, type Position, type RecordBatch } from '@fettle/event-log';
import { DEFAULT_FORECASTER } from '@fettle/forecasting';
import { Database, inTransaction } from '@fettle/persistence';
import type { PoolClient } from 'pg';
import { hoursByAsset, type AssetHours } from './asset-hours';
import { type ForecastRun, runForecasts } from './forecast-run';
import { storeForecasts } from './forecast-tables';
import { ForecastMetrics } from './forecast.metrics';
import { HistoryStore, type LockedHistories } from './history-store';

/**
 * Turns hourly windows into forecasts. Histories, forecasts, their events and the reader's position commit together: a
 * batch that is delivered again after a crash meets the state from before it, and a record that comes twice changes nothing.
 */
@Injectable()
export class ForecastService {
  private readonly histories = new HistoryStore();

  constructor(
    @Inject(Database) private readonly database: Database,
    @Inject(EVENT_LOG) private readonly log: EventLog,
    @Inject(ForecastMetrics) private readonly metrics: ForecastMetrics,
  ) {}

  /** Takes one batch of `telemetry.windows.v1`. */
  async take(batch: RecordBatch, position: Position): Promise<void> {
    const assets = hoursByAsset(batch);
    const { locked, runs } = await inTransaction(this.database.pipeline, async (client) => {
      const histories = await this.histories.lock(client, assets);
      const made = await this.run(assets, histories);
      if (histories.size > 0) await this.histories.save(client, histories);
      await this.publish(client, made);
      await position.commit(client);
      return { locked: histories, runs: made };
    });
    this.histories.keep(locked);
    for (const { outcomes, forecasts } of runs) this.metrics.count(outcomes, forecasts.length);
  }

  private async run(assets: readonly AssetHours[], locked: LockedHistories): Promise<ForecastRun[]> {
    const runs: ForecastRun[] = [];
    for (const asset of assets) {
      const held = locked.get(asset.assetId);
      // The asset was deleted after its reading: there is nothing left to forecast.
      if (held) runs.push(await runForecasts(DEFAULT_FORECASTER, asset, held.history));
    }
    return runs;
  }

  private async publish(client: PoolClient, runs: readonly ForecastRun[]): Promise<void> {
    const forecasts = runs.flatMap((run) => run.forecasts);
    if (forecasts.length === 0) return;
    await storeForecasts(client, forecasts);
    await this.log.appendIn(
      client,
      TOPICS.forecasts.name,
      forecasts.map((forecast) => ({
        key: `${forecast.tenantId}/${forecast.assetId}`,
        value: Buffer.from(JSON.stringify(forecast)),
      })),
    );
  }
}
