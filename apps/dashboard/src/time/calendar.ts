/** The viewer's time zone, IANA name; `UTC` where the browser does not tell. */
export function viewerZone(): string {
  return Intl.DateTimeFormat().resolvedOptions().timeZone || 'UTC';
}

/** The zone's short name at that moment, as a person says it: `CET`, `GMT+5:30`. */
export function zoneName(atMs: number, zone: string = viewerZone()): string {
  const parts = new Intl.DateTimeFormat('en-GB', { timeZone: zone, timeZoneName: 'short' }).formatToParts(
    atMs,
  );
  return parts.find((part) => part.type === 'timeZoneName')?.value ?? zone;
}

/** Day and month: `28 Nov`. */
export function dayMonth(atMs: number, zone: string = viewerZone()): string {
  return new Intl.DateTimeFormat('en-GB', { timeZone: zone, day: 'numeric', month: 'short' }).format(atMs);
}

/** Hour and minute, 24 h: `14:05`. */
export function hourMinute(atMs: number, zone: string = viewerZone()): string {
  return new Intl.DateTimeFormat('en-GB', {
    timeZone: zone,
    hour: '2-digit',
    minute: '2-digit',
    hourCycle: 'h23',
  }).format(atMs);
}

/** `14:05:09`. */
export function clockTime(atMs: number, zone: string = viewerZone()): string {
  return new Intl.DateTimeFormat('en-GB', { timeZone: zone, timeStyle: 'medium' }).format(atMs);
}

/** The whole of a moment with its zone named: `Sat 28 Nov 2026, 14:05 CET`. */
export function fullTime(atMs: number, zone: string = viewerZone()): string {
  const date = new Intl.DateTimeFormat('en-GB', {
    timeZone: zone,
    weekday: 'short',
    day: 'numeric',
    month: 'short',
    year: 'numeric',
  })
    .format(atMs)
    .replace(',', '');
  return `${date}, ${hourMinute(atMs, zone)} ${zoneName(atMs, zone)}`;
}

/** A label for a chart axis that spans `spanMs`: clock times within two days, dates beyond. */
export function axisTime(atMs: number, spanMs: number, zone: string = viewerZone()): string {
  return spanMs <= 2 * 86_400_000 ? hourMinute(atMs, zone) : dayMonth(atMs, zone);
}

/** Two days as one span, the month said once when it is the same: `28–30 Nov`, `28 Nov – 5 Dec`, `28 Nov`. */
export function daySpan(fromMs: number, toMs: number, zone: string = viewerZone()): string {
  const from = dayMonth(fromMs, zone);
  const to = dayMonth(toMs, zone);
  if (from === to) return from;
  const [fromDay, fromMonth] = from.split(' ');
  return fromMonth === to.split(' ')[1] ? `${fromDay}–${to}` : `${from} – ${to}`;
}
