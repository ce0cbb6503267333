import {
  Inject,
  Injectable,
  Logger,
  type OnApplicationBootstrap,
  type OnApplicationShutdown,
} from '@nestjs/common';
import { errorMessage } from '@fettle/kernel';
import { sourceOf } from '@fettle/alerting';
import { Database, inTransaction, listAlertRules, RULES_CHANNEL } from '@fettle/persistence';
import type { PoolClient } from 'pg';
import { AlertingService } from './alerting.service';
import type { AssetEvents } from './asset-events';
import { latestEvents } from './latest-events';

const RETRY_MS = 1_000;

/**
 * Makes a changed, new or deleted rule take effect at once: PostgreSQL says whose rules changed, and what is known
 * already is held against them. A message that is missed costs no more than waiting for the asset's next event.
 */
@Injectable()
export class RuleChangesService implements OnApplicationBootstrap, OnApplicationShutdown {
  private readonly logger = new Logger(RuleChangesService.name);
  private readonly waiting = new Set<string>();
  private listener: PoolClient | null = null;
  private working: Promise<void> = Promise.resolve();
  private retry: NodeJS.Timeout | undefined;
  private stopped = false;

  constructor(
    @Inject(Database) private readonly database: Database,
    @Inject(AlertingService) private readonly alerting: AlertingService,
  ) {}

  async onApplicationBootstrap(): Promise<void> {
    await this.listen();
  }

  async onApplicationShutdown(): Promise<void> {
    this.stopped = true;
    clearTimeout(this.retry);
    await this.working;
    this.listener?.release(true);
  }

  private async listen(): Promise<void> {
    try {
      const client = await this.database.pipeline.connect();
      client.on('notification', ({ payload }) => this.hear(payload ?? ''));
      client.on('error', () => this.listenLater());
      await client.query(`LISTEN ${RULES_CHANNEL}`);
      this.listener = client;
    } catch (error) {
      this.logger.warn(`rule changes are not heard: ${errorMessage(error)}`);
      this.listenLater();
    }
  }

  private listenLater(): void {
    this.listener?.release(true);
    this.listener = null;
    if (!this.stopped) this.retry = setTimeout(() => void this.listen(), RETRY_MS);
  }

  private hear(tenantId: string): void {
    if (this.waiting.has(tenantId)) return;
    this.waiting.add(tenantId);
    this.working = this.working.then(async () => {
      this.waiting.delete(tenantId);
      if (this.stopped) return;
      await this.reconsider(tenantId).catch((error: unknown) =>
        this.logger.error(`changed rules take effect with the next event only: ${errorMessage(error)}`),
      );
    });
  }

  /** Holds everything known of the tenant's assets against its rules. */
  async reconsider(tenantId: string): Promise<void> {
    await inTransaction(this.database.pipeline, async (client) => {
      const remembered = await rememberedAssets(client, tenantId);
      for (const source of ['window', 'forecast'] as const) {
        await this.alerting.apply(
          client,
          source,
          remembered.filter((asset) => asset.source === source),
        );
      }
      for (const rule of await listAlertRules(client, tenantId)) {
        if (rule.enabled)
          await this.alerting.take(client, sourceOf(rule.condition), await latestEvents(client, rule));
      }
    });
  }
}

async function rememberedAssets(
  client: PoolClient,
  tenantId: string,
): Promise<(AssetEvents & { source: 'window' | 'forecast' })[]> {
  const { rows } = await client.query<{
    asset_id: string;
    asset_type_id: string;
    source: 'window' | 'forecast';
  }>(
    `SELECT s.asset_id, a.asset_type_id, s.source FROM alert_state s JOIN assets a ON a.id = s.asset_id
     WHERE s.tenant_id = $1`,
    [tenantId],
  );
  return rows.map((row) => ({
    tenantId,
    assetId: row.asset_id,
    assetTypeId: row.asset_type_id,
    source: row.source,
    events: [],
  }));
}
