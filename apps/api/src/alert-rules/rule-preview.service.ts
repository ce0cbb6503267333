import { Inject, Injectable } from '@nestjs/common';
import { type Clock, DAY_MS, uuidv7 } from '@fettle/kernel';
import {
  type AlertingEvent,
  appliesTo,
  previewRule,
  type PreviewedAlert,
  type SignalLookup,
} from '@fettle/alerting';
import type { AlertRule, PreviewAlertRuleRequest, PreviewAlertRuleResponse } from '@fettle/contracts';
import { signalByName } from '@fettle/domains';
import {
  assetsToPreview,
  confirmedFailures,
  findAlertRule,
  forecastsOfAsset,
  type PreviewAsset,
  type PreviewRange,
  registeredSignals,
  windowsOfAsset,
} from '@fettle/persistence';
import { CLOCK } from '@fettle/platform';
import type { PoolClient } from 'pg';
import { apiError } from '../http/api-error-status';
import { rangeOf } from '../http/instants';
import { TenantDatabase } from '../http/tenant-database';
import type { CurrentSession } from '../sessions/current-session';
import { checkRule } from './rule-check';
import { showPreview } from './rule-preview';
import { Turnstile } from '../http/turnstile';

const SPAN_MS = 28 * DAY_MS;
const MAX_SPAN_MS = 366 * DAY_MS;
const MAX_ASSETS = 200;
/** Windows that one preview decodes at most: well under a second's work. */
const MAX_WINDOWS = 150_000;
/** Forecasts come about once an hour for each failure mode. */
const FORECASTS_EVERY_MS = 3_600_000 / 4;

/** Tries rules on the past with the very machine that evaluates them live. */
@Injectable()
export class RulePreviews {
  private readonly turnstile = new Turnstile(2, 16);

  constructor(
    @Inject(TenantDatabase) private readonly tenants: TenantDatabase,
    @Inject(CLOCK) private readonly clock: Clock,
  ) {}

  /** What the rule would have done. Throws what {@link checkRule} throws, `RULE.NOT_FOUND` and `SERVER.BUSY`. */
  preview(session: CurrentSession, request: PreviewAlertRuleRequest): Promise<PreviewAlertRuleResponse> {
    const range = rangeOf(request, this.clock.nowMs(), SPAN_MS);
    if (range.toMs - range.fromMs > MAX_SPAN_MS)
      throw apiError('RANGE.TOO_LONG', 'a preview spans at most a year');
    return this.turnstile.pass(() =>
      this.tenants.run(session, async (client, tenantId) => {
        await checkRule(client, tenantId, request.rule);
        const rule = { ...request.rule, id: uuidv7(range.toMs), tenantId, version: 1 };
        const existing = request.compareWithRuleId
          ? await existingRule(client, tenantId, request.compareWithRuleId)
          : null;
        const limit = Math.min(assetLimit(rule, range), existing ? assetLimit(existing, range) : MAX_ASSETS);
        const found = await assetsToPreview(client, tenantId, { ...rule, limit });
        const alerts: PreviewedAlert[] = [];
        const compared: PreviewedAlert[] | null = existing ? [] : null;
        for (const asset of found.assets) {
          const past = new AssetPast(client, asset, range);
          alerts.push(...(await past.tryRule(rule)));
          if (existing && appliesTo(existing, { id: asset.id, typeId: asset.assetTypeId })) {
            compared!.push(...(await past.tryRule(existing)));
          }
        }
        const ids = found.assets.map(({ id }) => id);
        const failures = await confirmedFailures(client, tenantId, ids, range);
        return showPreview({ range, ...found, alerts, compared, failures });
      }),
    );
  }
}

async function existingRule(client: PoolClient, tenantId: string, id: string): Promise<AlertRule> {
  const rule = await findAlertRule(client, tenantId, id);
  if (!rule) throw apiError('RULE.NOT_FOUND', 'no such alert rule');
  return rule;
}

function assetLimit({ condition }: AlertRule, { fromMs, toMs }: PreviewRange): number {
  const everyMs = condition.kind === 'window' ? condition.windowMs : FORECASTS_EVERY_MS;
  return Math.max(1, Math.min(MAX_ASSETS, Math.floor(MAX_WINDOWS / ((toMs - fromMs) / everyMs))));
}

/** The past of one asset; what two rules look at alike is read once. */
class AssetPast {
  private readonly events = new Map<string, Promise<AlertingEvent[]>>();

  constructor(
    private readonly client: PoolClient,
    private readonly asset: PreviewAsset,
    private readonly range: PreviewRange,
  ) {}

  async tryRule(rule: AlertRule): Promise<PreviewedAlert[]> {
    const { condition, tenantId } = rule;
    const source = condition.kind === 'window' ? `window ${condition.windowMs}` : 'forecast';
    const events = this.events.get(source) ?? this.read(rule);
    this.events.set(source, events);
    return previewRule(rule, await events, await this.signals(tenantId));
  }

  private async read({ condition, tenantId }: AlertRule): Promise<AlertingEvent[]> {
    if (condition.kind === 'forecast') {
      const forecasts = await forecastsOfAsset(this.client, tenantId, this.asset, this.range);
      return forecasts.map((event) => ({ source: 'forecast', event }));
    }
    const range = { ...this.range, sizeMs: condition.windowMs };
    const windows = await windowsOfAsset(this.client, tenantId, this.asset, range);
    return windows.map((event) => ({ source: 'window', event }));
  }

  private async signals(tenantId: string): Promise<SignalLookup> {
    const registered = await registeredSignals(this.client, tenantId, this.asset.id);
    return (name) => {
      const declared = signalByName(this.asset.assetTypeId, name);
      if (declared) return { id: declared.id, component: declared.component ?? null };
      const own = registered.find((signal) => signal.name === name);
      return own && { id: own.id, component: null };
    };
  }
}
