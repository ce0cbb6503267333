import type { AlertEvidenceResponse, Comparison } from '@fettle/contracts';
import { measured } from '../../../charts/number-format';
import { percent } from '../../../forecast/probability-words';
import { plainWords } from '../../../forecast/sentences';
import { longDuration, shortDuration } from '../../../time/relative-time';

const COMPARISON_WORDS: Readonly<Record<Comparison, string>> = {
  '>': 'above',
  '>=': 'at or above',
  '<': 'below',
  '<=': 'at or below',
};

const FORECAST_QUANTITIES: Readonly<Record<string, string>> = {
  p1d: 'chance of failure within a day',
  p7d: 'chance of failure within 7 days',
  p30d: 'chance of failure within 30 days',
  rulP10: 'remaining life, early end (p10)',
  rulP50: 'remaining life, median',
  rulP90: 'remaining life, late end (p90)',
};

/** A comparison sign in words; the sign itself when it is none of ours. */
export function comparisonWords(sign: string): string {
  return COMPARISON_WORDS[sign as Comparison] ?? sign;
}

/** The name of an evidence's quantity: of a forecast, or `mean(pump_flow, 60 min)` of a window as `mean pump flow`. */
export function quantityWords(quantity: string): string {
  const [, aggregate, signal] = /^(\w+)\((\w+)/.exec(quantity) ?? [];
  const words = aggregate === undefined || signal === undefined ? quantity : `${aggregate} ${signal}`;
  return FORECAST_QUANTITIES[quantity] ?? plainWords(words);
}

/** Looks up how people write a signal's unit; empty when it has none. */
export type UnitOf = (signal: string) => string;

/** A value in the terms of its quantity: chances as percent, remaining life as a duration, else a number with its unit. */
export function quantityValue(quantity: string, value: number, unitOf: UnitOf): string {
  if (/^p\d+d$/.test(quantity)) return percent(value);
  if (quantity.startsWith('rul')) return longDuration(value * 1000);
  const [, aggregate, signal] = /^(\w+)\((\w+)/.exec(quantity) ?? [];
  const unit = signal === undefined || aggregate === 'count' ? '' : unitOf(signal);
  return unit === '' ? measured(value) : `${measured(value)}\u00a0${unit}`;
}

/** Why an alert fired, in one sentence with its numbers. */
export function evidenceSentence(evidence: AlertEvidenceResponse, firedAtMs: number, unitOf: UnitOf): string {
  const { quantity, value, comparison, threshold, heldSince, windowMs } = evidence;
  const held = firedAtMs - Date.parse(heldSince);
  const window = windowMs === null ? '' : ` over ${shortDuration(windowMs)}`;
  const since = held > 0 ? `, and had been so for ${longDuration(held)}` : '';
  const limit = quantityValue(quantity, threshold, unitOf);
  return `${quantityWords(quantity)}${window} was ${quantityValue(quantity, value, unitOf)}, ${comparisonWords(comparison)} the limit of ${limit}${since}.`;
}
