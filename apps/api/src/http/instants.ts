import { apiError } from './api-error-status';

/** Epoch milliseconds as REST writes them. */
export function iso(ms: number): string {
  return new Date(ms).toISOString();
}

/** The same, where there may be none. */
export function isoOrNull(ms: number | null): string | null {
  return ms === null ? null : iso(ms);
}

/** Epoch milliseconds of what a caller gave: ISO 8601 or milliseconds. */
export function millis(instant: string | number): number {
  return typeof instant === 'number' ? instant : Date.parse(instant);
}

/** The range [from, to] in epoch milliseconds; `to` defaults to now, `from` to `spanMs` before it. Throws `RANGE.EMPTY`. */
export function rangeOf(
  query: { readonly from?: string | number | undefined; readonly to?: string | number | undefined },
  nowMs: number,
  spanMs: number,
): { fromMs: number; toMs: number } {
  const toMs = query.to === undefined ? nowMs : millis(query.to);
  const fromMs = query.from === undefined ? toMs - spanMs : millis(query.from);
  if (fromMs >= toMs) throw apiError('RANGE.EMPTY', '"from" lies before "to"');
  return { fromMs, toMs };
}
