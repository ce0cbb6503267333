import type {
  AssetTypeResponse,
  Condition,
  CreateAlertRuleRequest,
  ForecastCondition,
  Severity,
} from '@fettle/contracts';
import { unitWords } from '../../../charts/number-format';
import { AGGREGATE_WORDS, COMPARISON_WORDS } from '../../../domains/condition-words';
import { inSentence, type Wording } from '../../../forecast/sentences';
import { longDuration } from '../../../time/relative-time';

export const WINDOW_WORDS: Readonly<Record<number, string>> = {
  60_000: 'a minute',
  900_000: '15 minutes',
  3_600_000: 'an hour',
  86_400_000: 'a day',
};

/** Pending periods that are offered; whatever else a rule has is offered too. */
export const PENDING_CHOICES: readonly number[] = [
  0,
  900_000,
  3_600_000,
  6 * 3_600_000,
  86_400_000,
  3 * 86_400_000,
];

export const QUANTITY_WORDS: Readonly<Record<ForecastCondition['quantity'], string>> = {
  p1d: 'the chance of failure within a day',
  p7d: 'the chance of failure within 7 days',
  p30d: 'the chance of failure within 30 days',
  rulP10: 'the remaining life, early end (p10),',
  rulP50: 'the median remaining life',
  rulP90: 'the remaining life, late end (p90),',
};

export const SEVERITY_WORDS: Readonly<Record<Severity, string>> = {
  info: 'an info',
  warning: 'a warning',
  critical: 'a critical alert',
};

/** A pending period in words. */
export function pendingWords(ms: number): string {
  return ms === 0 ? 'at once' : `for ${longDuration(ms)}`;
}

/** In which unit people set a forecast quantity, and how many of the rule's own units one of it is. */
export function forecastUnit(quantity: ForecastCondition['quantity']): { unit: string; factor: number } {
  return quantity.startsWith('p') ? { unit: '%', factor: 0.01 } : { unit: 'days', factor: 86_400 };
}

/** The unit in which people set a condition's limits; empty when the quantity has none. */
export function conditionUnit(condition: Condition, type: AssetTypeResponse | undefined): string {
  if (condition.kind === 'forecast') return forecastUnit(condition.quantity).unit;
  if (condition.aggregate === 'count') return 'readings';
  return unitWords(type?.signals.find(({ name }) => name === condition.signal)?.unit ?? '');
}

/** A number of the rule's own units as people set it, without the dust of binary fractions. */
export function inUnits(value: number, factor: number): number {
  return Number((value / factor).toPrecision(10));
}

/** The condition in one line, as the list of rules shows it. */
export function conditionSentence(
  rule: Pick<CreateAlertRuleRequest, 'condition' | 'pendingMs'>,
  wording: Wording,
  type: AssetTypeResponse | undefined,
): string {
  const { condition, pendingMs } = rule;
  const held = pendingMs === 0 ? '' : ` ${pendingWords(pendingMs)}`;
  const compared = COMPARISON_WORDS[condition.comparison];
  if (condition.kind === 'window') {
    const window = WINDOW_WORDS[condition.windowMs] ?? longDuration(condition.windowMs);
    const unit = conditionUnit(condition, type);
    return `When ${AGGREGATE_WORDS[condition.aggregate]} of ${wording.signal(condition.signal)} over ${window} is ${compared} ${condition.threshold}${unit === '' ? '' : ` ${unit}`}${held}`;
  }
  const { unit, factor } = forecastUnit(condition.quantity);
  const part =
    condition.component === undefined ? 'any part' : inSentence(wording.component(condition.component));
  return `When ${QUANTITY_WORDS[condition.quantity]} of ${part} is ${compared} ${inUnits(condition.threshold, factor)} ${unit}${held}`;
}
