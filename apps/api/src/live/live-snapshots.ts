import { Inject, Injectable } from '@nestjs/common';
import type { Clock } from '@fettle/kernel';
import type { LiveSnapshot } from '@fettle/contracts';
import { asTenant, Database, fleetSummary, listAlerts, listFleet, toAlertChanged } from '@fettle/persistence';
import { CLOCK } from '@fettle/platform';
import { showLiveAlert } from '../alerts/alert-views';
import { showForecast } from '../fleet/forecast-views';
import { iso } from '../http/instants';

const MAX_ITEMS = 500;
/** A restart brings all browsers of a tenant back at once: they share one answer. */
const SHARED_MS = 1_000;

type Standing = Omit<LiveSnapshot, 'reason'>;

/** How things stand for a tenant: what a client starts from, and goes back to when it fell behind. */
@Injectable()
export class LiveSnapshots {
  private readonly recent = new Map<string, { standing: Promise<Standing>; atMs: number }>();

  constructor(
    @Inject(Database) private readonly database: Database,
    @Inject(CLOCK) private readonly clock: Clock,
  ) {}

  async of(tenantId: string, reason: LiveSnapshot['reason']): Promise<LiveSnapshot> {
    return { ...(await this.standing(tenantId)), reason };
  }

  private standing(tenantId: string): Promise<Standing> {
    const nowMs = this.clock.nowMs();
    for (const [key, { atMs }] of this.recent) if (nowMs - atMs >= SHARED_MS) this.recent.delete(key);
    const known = this.recent.get(tenantId);
    if (known) return known.standing;
    const standing = this.read(tenantId, nowMs);
    this.recent.set(tenantId, { standing, atMs: nowMs });
    standing.catch(() => this.recent.delete(tenantId));
    return standing;
  }

  private read(tenantId: string, nowMs: number): Promise<Standing> {
    return asTenant(this.database.api, tenantId, async (client) => {
      const summary = await fleetSummary(client, tenantId);
      const rows = await listFleet(client, tenantId, { limit: MAX_ITEMS });
      const alerts = await listAlerts(client, tenantId, { state: 'open', limit: MAX_ITEMS });
      return {
        at: iso(nowMs),
        summary,
        forecasts: rows.map(({ assetId, forecast }) => ({ ...showForecast(forecast), assetId })),
        alerts: alerts.map((alert) => showLiveAlert(toAlertChanged(alert))),
      };
    });
  }
}
