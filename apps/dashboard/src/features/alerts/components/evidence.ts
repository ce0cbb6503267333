import type { Aggregate, AlertEvidenceResponse, Comparison } from '@fettle/contracts';
import { measured } from '../../../charts/number-format';
import { AGGREGATE_WORDS, COMPARISON_WORDS } from '../../../domains/condition-words';
import type { SignalWords } from '../../../domains/domains';
import { percent } from '../../../forecast/probability-words';
import { longDuration, shortDuration } from '../../../time/relative-time';

const FORECAST_QUANTITIES: Readonly<Record<string, string>> = {
  p1d: 'the chance of failure within a day',
  p7d: 'the chance of failure within 7 days',
  p30d: 'the chance of failure within 30 days',
  rulP10: 'the remaining life, early end (p10)',
  rulP50: 'the remaining life, median',
  rulP90: 'the remaining life, late end (p90)',
};

/** A comparison sign in words; the sign itself when it is none of ours. */
export function comparisonWords(sign: string): string {
  return COMPARISON_WORDS[sign as Comparison] ?? sign;
}

/** Looks up how people write a signal. */
export type WordsOf = (signal: string) => SignalWords;

/** `mean(pump_flow, 60 min)` in its parts; null for a quantity of a forecast. */
function windowQuantity(quantity: string): { aggregate: Aggregate; signal: string } | null {
  const [, aggregate, signal] = /^(\w+)\((\w+)/.exec(quantity) ?? [];
  return aggregate === undefined || signal === undefined
    ? null
    : { aggregate: aggregate as Aggregate, signal };
}

/** The name of an evidence's quantity: of a forecast, or of a window as `the mean of pump flow`. */
export function quantityWords(quantity: string, wordsOf: WordsOf): string {
  const parts = windowQuantity(quantity);
  if (parts === null) return FORECAST_QUANTITIES[quantity] ?? quantity;
  return `${AGGREGATE_WORDS[parts.aggregate] ?? parts.aggregate} of ${wordsOf(parts.signal).label}`;
}

/** A value in the terms of its quantity: chances as percent, remaining life as a duration, else a number with its unit. */
export function quantityValue(quantity: string, value: number, wordsOf: WordsOf): string {
  if (/^p\d+d$/.test(quantity)) return percent(value);
  if (quantity.startsWith('rul')) return longDuration(value * 1000);
  const parts = windowQuantity(quantity);
  const unit = parts === null || parts.aggregate === 'count' ? '' : wordsOf(parts.signal).unit;
  return unit === '' ? measured(value) : `${measured(value)}\u00a0${unit}`;
}

/** Why an alert fired, in one sentence with its numbers. */
export function evidenceSentence(
  evidence: AlertEvidenceResponse,
  firedAtMs: number,
  wordsOf: WordsOf,
): string {
  const { quantity, value, comparison, threshold, heldSince, windowMs } = evidence;
  const held = firedAtMs - Date.parse(heldSince);
  const window = windowMs === null ? '' : ` over ${shortDuration(windowMs)}`;
  const since = held > 0 ? `, and had been so for ${longDuration(held)}` : '';
  const limit = quantityValue(quantity, threshold, wordsOf);
  return `${quantityWords(quantity, wordsOf)}${window} was ${quantityValue(quantity, value, wordsOf)}, ${comparisonWords(comparison)} the limit of ${limit}${since}.`;
}
