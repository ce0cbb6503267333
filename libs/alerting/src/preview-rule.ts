import type { AlertEvidence, AlertRule } from '@fettle/contracts';
import { type AssetRuleStates, takeEvent } from './asset-rules';
import type { AlertingEvent, SignalLookup } from './conditions/condition-kind';

/** One alert that a rule would have opened. */
export interface PreviewedAlert {
  readonly assetId: string;
  readonly target: string;
  readonly component: string | null;
  readonly firedAtMs: number;
  /** Null: would still be open at the end. */
  readonly resolvedAtMs: number | null;
  /** The value that would have made it fire. */
  readonly value: number;
  readonly evidence: AlertEvidence;
}

/**
 * What a rule would have done on the past of one asset: the same machine as live evaluation, so the two cannot differ.
 * `events`: oldest first, of the source that the rule's condition looks at.
 */
export function previewRule(
  rule: AlertRule,
  events: Iterable<AlertingEvent>,
  signals: SignalLookup,
): PreviewedAlert[] {
  const alerts: PreviewedAlert[] = [];
  const open = new Map<string, number>();
  let states: AssetRuleStates = {};
  for (const event of events) {
    const step = takeEvent(states, [rule], event, signals, () => String(alerts.length));
    states = step.states;
    for (const change of step.changes) {
      if (change.kind === 'fired') {
        open.set(change.alertId, alerts.length);
        const { target, component, atMs, evidence } = change;
        const assetId = event.event.assetId;
        alerts.push({
          assetId,
          target,
          component,
          firedAtMs: atMs,
          resolvedAtMs: null,
          value: evidence.value,
          evidence,
        });
      } else {
        const index = open.get(change.alertId)!;
        alerts[index] = { ...alerts[index]!, resolvedAtMs: change.atMs };
      }
    }
  }
  return alerts;
}
