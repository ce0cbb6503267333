import type { Aggregate, AlertRuleTemplate, Comparison, Severity } from '@fettle/contracts';
import { DAY_MS, HOUR_MS, SECOND_MS } from '@fettle/kernel';

interface WindowLimit {
  readonly comparison: Comparison;
  readonly threshold: number;
  /** Where the alert resolves; on the healthy side of the threshold. */
  readonly recovery: number;
  readonly severity?: Severity;
  readonly aggregate?: Aggregate;
  /** Default one hour. */
  readonly windowMs?: 60_000 | 900_000 | 3_600_000 | 86_400_000;
  /** Default one hour: a single odd window never wakes anyone. */
  readonly pendingMs?: number;
}

/** A limit on a signal's closed windows; critical, hourly mean, one hour pending unless said otherwise. */
export function limitRule(name: string, signal: string, limit: WindowLimit): AlertRuleTemplate {
  return {
    name,
    severity: limit.severity ?? 'critical',
    condition: {
      kind: 'window',
      signal,
      aggregate: limit.aggregate ?? 'mean',
      windowMs: limit.windowMs ?? HOUR_MS,
      comparison: limit.comparison,
      threshold: limit.threshold,
      recovery: limit.recovery,
    },
    pendingMs: limit.pendingMs ?? HOUR_MS,
  };
}

/** The two rules every type that can be forecast ships: likely failure within a week, and half the odds within two. */
export function forecastRules(): readonly AlertRuleTemplate[] {
  return [
    {
      name: 'Likely to fail within 7 days',
      severity: 'critical',
      condition: { kind: 'forecast', quantity: 'p7d', comparison: '>=', threshold: 0.5, recovery: 0.25 },
      pendingMs: 2 * HOUR_MS,
    },
    {
      name: 'Less than 14 days of life left',
      severity: 'warning',
      condition: {
        kind: 'forecast',
        quantity: 'rulP50',
        comparison: '<',
        threshold: (14 * DAY_MS) / SECOND_MS,
        recovery: (21 * DAY_MS) / SECOND_MS,
      },
      pendingMs: 6 * HOUR_MS,
    },
  ];
}
