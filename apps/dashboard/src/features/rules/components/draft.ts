import type { AssetTypeResponse, Condition, CreateAlertRuleRequest } from '@fettle/contracts';
import { forecastUnit, inUnits } from './rule-words';

/** A rule while it is edited: numbers as typed, in the units that people use. */
export interface Draft {
  readonly rule: CreateAlertRuleRequest;
  readonly threshold: string;
  /** Empty: resolves at the threshold itself. */
  readonly recovery: string;
}

function factorOf(condition: Condition): number {
  return condition.kind === 'forecast' ? forecastUnit(condition.quantity).factor : 1;
}

/** A draft that says what the rule says. */
export function draftOf(rule: CreateAlertRuleRequest): Draft {
  const factor = factorOf(rule.condition);
  const { threshold, recovery } = rule.condition;
  return {
    rule,
    threshold: String(inUnits(threshold, factor)),
    recovery: recovery === undefined ? '' : String(inUnits(recovery, factor)),
  };
}

/** The rule that a draft means; null while a number in it is none. */
export function ruleOf(draft: Draft): CreateAlertRuleRequest | null {
  const factor = factorOf(draft.rule.condition);
  const threshold = Number(draft.threshold);
  const recovery = Number(draft.recovery);
  if (draft.threshold.trim() === '' || !Number.isFinite(threshold) || !Number.isFinite(recovery)) return null;
  const { recovery: _before, ...rest } = draft.rule.condition;
  const limits = draft.recovery.trim() === '' ? {} : { recovery: recovery * factor };
  return { ...draft.rule, condition: { ...rest, threshold: threshold * factor, ...limits } };
}

/** A first draft for an asset type: half a chance of failure within a week, any part. */
export function freshRule(type: AssetTypeResponse | undefined): CreateAlertRuleRequest {
  return {
    name: '',
    severity: 'warning',
    assetTypeId: type?.id ?? '',
    assetIds: null,
    enabled: true,
    pendingMs: 0,
    condition: { kind: 'forecast', quantity: 'p7d', comparison: '>=', threshold: 0.5 },
  };
}

/** A condition of the other kind for the same asset type. */
export function conditionOfKind(kind: Condition['kind'], type: AssetTypeResponse | undefined): Condition {
  if (kind === 'forecast') return { kind, quantity: 'p7d', comparison: '>=', threshold: 0.5 };
  const signal = type?.signals[0]?.name ?? '';
  return { kind, signal, aggregate: 'mean', windowMs: 3_600_000, comparison: '>', threshold: 0 };
}
