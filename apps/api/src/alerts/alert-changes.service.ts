import { Inject, Injectable } from '@nestjs/common';
import type { Clock } from '@fettle/kernel';
import { TOPICS } from '@fettle/contracts';
import { EVENT_LOG, type EventLog } from '@fettle/event-log';
import {
  acknowledgeAlert,
  type AlertTransitionOutcome,
  resolveAlert,
  type StoredAlert,
  toAlertChanged,
} from '@fettle/persistence';
import { CLOCK } from '@fettle/platform';
import type { PoolClient } from 'pg';
import { TenantDatabase } from '../http/tenant-database';
import type { CurrentSession } from '../sessions/current-session';

const TRANSITIONS = { acknowledge: acknowledgeAlert, resolve: resolveAlert } as const;
export type AlertTransitionName = keyof typeof TRANSITIONS;

/** Changes that people make to alerts: the row and its event on `alerts.v1` in one transaction. */
@Injectable()
export class AlertChanges {
  constructor(
    @Inject(TenantDatabase) private readonly tenants: TenantDatabase,
    @Inject(EVENT_LOG) private readonly log: EventLog,
    @Inject(CLOCK) private readonly clock: Clock,
  ) {}

  /** The outcome of each, in the order of `ids`; all or, when something fails, none. */
  apply(
    session: CurrentSession,
    name: AlertTransitionName,
    ids: readonly string[],
    note: string | undefined,
  ): Promise<AlertTransitionOutcome[]> {
    const transition = { by: session.userId, nowMs: this.clock.nowMs(), note };
    return this.tenants.run(session, async (client, tenantId) => {
      const outcomes = new Map<string, AlertTransitionOutcome>();
      // In one order everywhere, so that two people who change the same alerts do not lock each other out.
      for (const id of [...new Set(ids)].sort()) {
        outcomes.set(id, await TRANSITIONS[name](client, tenantId, id, transition));
      }
      await this.publish(client, [...outcomes.values()]);
      return ids.map((id) => outcomes.get(id)!);
    });
  }

  private async publish(client: PoolClient, outcomes: readonly AlertTransitionOutcome[]): Promise<void> {
    const changed = outcomes.flatMap((one) => (one.outcome === 'changed' ? [one.alert] : []));
    if (changed.length > 0) await this.log.appendIn(client, TOPICS.alerts.name, changed.map(toRecord));
  }
}

function toRecord(alert: StoredAlert): { key: string; value: Buffer } {
  return {
    key: `${alert.tenantId}/${alert.assetId}`,
    value: Buffer.from(JSON.stringify(toAlertChanged(alert))),
  };
}
