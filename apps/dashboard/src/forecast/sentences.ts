import { daySpan, dayMonth } from '../time/calendar';
import { longDuration } from '../time/relative-time';
import { percent, probabilityWord, tellingChance } from './probability-words';

/** `inner_race_wear` as a person reads it: `inner race wear`. */
export function plainWords(identifier: string): string {
  return identifier.replaceAll('_', ' ').replace(/\s+/g, ' ').trim();
}

/** The first letter in upper case. */
export function capitalised(text: string): string {
  return text.charAt(0).toUpperCase() + text.slice(1);
}

/** A label as it stands inside a sentence: `Axle-box vibration` with a small a, `RMS current` as it is. */
export function inSentence(label: string): string {
  return /^[A-Z][^A-Z]/.test(label) ? label.charAt(0).toLowerCase() + label.slice(1) : label;
}

export interface DriverShare {
  readonly signal: string;
  readonly share: number;
}

/** What drives a forecast in about five words: `vibration rms, a little temperature`; empty without drivers. */
export function driversInWords(drivers: readonly DriverShare[], label = plainWords): string {
  const [first, second] = [...drivers].sort((a, b) => b.share - a.share);
  if (first === undefined) return '';
  const others = 1 - first.share;
  if (second === undefined || (second.share < 0.15 && others < 0.5)) return `${label(first.signal)} alone`;
  if (second.share < 0.15) return `several, first ${label(first.signal)}`;
  if (second.share < 0.35) return `${label(first.signal)}, some ${label(second.signal)}`;
  return `${label(first.signal)} and ${label(second.signal)}`;
}

export interface SentenceForecast {
  readonly component: string;
  readonly failureMode: string;
  /** Event time of the forecast, ISO 8601. */
  readonly at: string;
  readonly status: 'ready' | 'insufficient_data';
  readonly hoursNeeded: number;
  readonly p7d: number | null;
  readonly p30d: number | null;
  readonly rul: { readonly p10: number | null; readonly p50: number | null; readonly p90: number | null };
  readonly drivers: readonly DriverShare[];
}

/** How a domain names its parts and quantities; without one, identifiers are read out. */
export interface Wording {
  readonly component: (component: string) => string;
  readonly failureMode: (component: string, failureMode: string) => string;
  readonly signal: (signal: string) => string;
}

/** Identifiers as plain words. */
export const PLAIN_WORDING: Wording = {
  component: plainWords,
  failureMode: (_component, failureMode) => plainWords(failureMode),
  signal: plainWords,
};

function whenSentence(forecast: SentenceForecast, nowMs: number, zone?: string): string {
  const { p10, p50, p90 } = forecast.rul;
  const at = (seconds: number): number => Date.parse(forecast.at) + seconds * 1000;
  if (p10 !== null && p90 !== null) {
    if (at(p90) <= nowMs) return 'should have failed by now: look at it today';
    return `likely to fail between ${daySpan(Math.max(nowMs, at(p10)), at(p90), zone)}`.replace(
      /between (\S+)–(\S+ \S+)$/,
      'between $1 and $2',
    );
  }
  if (p50 !== null) return `more likely than not to fail by ${dayMonth(at(p50), zone)}`;
  if (p10 !== null) return `may fail from ${dayMonth(at(p10), zone)} on`;
  return 'no end in sight within the forecast’s horizon';
}

const HORIZON_WORDS = { 7: 'a week', 30: '30 days' } as const;

/** What fails and how: `Axle bearing, outer race wear`. */
export function subjectOf(forecast: SentenceForecast, wording: Wording = PLAIN_WORDING): string {
  const mode = wording.failureMode(forecast.component, forecast.failureMode);
  return `${capitalised(wording.component(forecast.component))}, ${inSentence(mode)}`;
}

/**
 * One sentence that says it all about a component: what, when, how sure, and what drives it. Names the days in `zone`
 * (the viewer's when absent).
 */
export function forecastSentence(
  forecast: SentenceForecast,
  nowMs: number,
  wording: Wording = PLAIN_WORDING,
  zone?: string,
): string {
  const subject = subjectOf(forecast, wording);
  if (forecast.status === 'insufficient_data') {
    const more = longDuration(Math.max(1, forecast.hoursNeeded) * 3_600_000);
    return `${subject}: not enough data yet, about ${more} more.`;
  }
  const when = whenSentence(forecast, nowMs, zone).replace(/ – /, ' and ');
  const telling = tellingChance(forecast);
  const sure =
    telling === null
      ? ''
      : `; ${probabilityWord(telling.chance)} within ${HORIZON_WORDS[telling.days]} (${percent(telling.chance)})`;
  const drivers = driversInWords(forecast.drivers, wording.signal);
  return `${subject}: ${when}${sure}${drivers === '' ? '' : `, told by ${drivers}`}.`;
}
