import { Inject, Injectable } from '@nestjs/common';
import { type Clock, uuidv7 } from '@fettle/kernel';
import { type AlertRule, TOPICS } from '@fettle/contracts';
import {
  appliesTo,
  type AssetRuleStates,
  closedByPerson,
  observationsOf,
  openAlertIds,
  reconcileRules,
  type SignalLookup,
  takeEvent,
} from '@fettle/alerting';
import { EVENT_LOG, type EventLog, type Position, type RecordBatch } from '@fettle/event-log';
import { Database, inTransaction } from '@fettle/persistence';
import { CLOCK } from '@fettle/platform';
import type { PoolClient } from 'pg';
import { lockStates, resolvedAmong, saveStates, type Source, type StoredState } from './alert-states';
import { type AssetChange, writeAlerts } from './alert-writer';
import { type AssetEvents, eventsByAsset } from './asset-events';
import { RuleBook } from './rule-book';
import { signalLookups } from './signal-lookups';

/**
 * Evaluates rules on windows and forecasts. States, alerts, their events and the reader's position commit together:
 * a batch that is delivered again finds its position moved and changes nothing.
 */
@Injectable()
export class AlertingService {
  private readonly rules = new RuleBook();

  constructor(
    @Inject(Database) private readonly database: Database,
    @Inject(EVENT_LOG) private readonly log: EventLog,
    @Inject(CLOCK) private readonly clock: Clock,
  ) {}

  /** Takes one batch of `telemetry.windows.v1` or `forecasts.v1`. */
  async evaluate(batch: RecordBatch, position: Position): Promise<void> {
    const source: Source = batch.topic === TOPICS.windows.name ? 'window' : 'forecast';
    const assets = eventsByAsset(batch);
    await inTransaction(this.database.pipeline, async (client) => {
      await this.take(client, source, assets);
      await position.commit(client);
    });
  }

  /** Holds events against the rules as this transaction sees them. */
  async take(client: PoolClient, source: Source, assets: readonly AssetEvents[]): Promise<void> {
    const rulesOf = await this.rules.open(client, assets);
    const lookup = await signalLookups(client, assets, assets.flatMap(rulesOf));
    const concerned = assets.filter((asset) => concerns(asset, rulesOf(asset), lookup(asset)));
    await this.apply(client, source, concerned);
  }

  /**
   * Takes what concerns these assets, with none: brings what is remembered of them in line with the rules as they are now.
   * The rules are read behind the locks: whoever held them before has committed, and no older rules are used after newer ones.
   */
  async apply(client: PoolClient, source: Source, assets: readonly AssetEvents[]): Promise<void> {
    if (assets.length === 0) return;
    const stored = await lockStates(client, source, assets);
    const rulesOf = await this.rules.open(client, assets);
    const lookup = await signalLookups(client, assets, assets.flatMap(rulesOf));
    const open = [...stored.values()].flatMap(({ states }) => openAlertIds(states));
    const closed = await resolvedAmong(client, open);
    const changes: AssetChange[] = [];
    const next: StoredState[] = [];
    for (const asset of assets) {
      const before = stored.get(asset.assetId);
      // The asset was deleted after its reading: nobody is left to be told.
      if (!before) continue;
      const known = closed.reduce((states, id) => closedByPerson(states, id), before.states);
      next.push({
        ...before,
        states: this.step(asset, source, known, rulesOf(asset), lookup(asset), changes),
      });
    }
    await saveStates(client, next);
    await writeAlerts(client, this.log, changes);
  }

  private step(
    asset: AssetEvents,
    source: Source,
    before: AssetRuleStates,
    rules: readonly AlertRule[],
    signals: SignalLookup,
    changes: AssetChange[],
  ): AssetRuleStates {
    const { tenantId, assetId } = asset;
    const identity = { id: assetId, typeId: asset.assetTypeId };
    const newAlertId = (): string => uuidv7(this.clock.nowMs());
    const reconciled = reconcileRules(before, rules, identity, source, newAlertId);
    changes.push(...reconciled.changes.map((change) => ({ tenantId, assetId, change })));
    const applying = rules.filter((rule) => rule.enabled && appliesTo(rule, identity));
    let { states } = reconciled;
    for (const event of asset.events) {
      const step = takeEvent(states, applying, event, signals, newAlertId);
      states = step.states;
      changes.push(...step.changes.map((change) => ({ tenantId, assetId, change })));
    }
    return states;
  }
}

/** False when no rule looks at any of the events: most one-minute windows, whose assets need not be locked. */
function concerns(
  { assetTypeId, events }: AssetEvents,
  rules: readonly AlertRule[],
  signals: SignalLookup,
): boolean {
  const ofType = rules.filter((rule) => rule.enabled && rule.assetTypeId === assetTypeId);
  return events.some((event) =>
    ofType.some(({ condition }) => observationsOf(condition, event, signals).length > 0),
  );
}
