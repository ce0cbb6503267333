/** A measured value with three significant digits at most below 1,000, grouped beyond: `0.042`, `12.3`, `1,240`. */
export function measured(value: number | null): string {
  if (value === null || Number.isNaN(value)) return '–';
  if (value === 0) return '0';
  const size = Math.abs(value);
  const digits = size >= 1000 ? 0 : Math.max(0, 2 - Math.floor(Math.log10(size)));
  return value.toLocaleString('en-GB', { maximumFractionDigits: Math.min(digits, 6) });
}

/** A unit as people write it: `ug/m3` as `µg/m³`, `1` (no unit) as nothing. */
export function unitWords(unit: string): string {
  if (unit === '1') return '';
  return unit
    .replace(/^u(?=[gmsAV])/, 'µ')
    .replace(/m2\b/g, 'm²')
    .replace(/m3\b/g, 'm³');
}

/** A count in at most four characters: `940`, `1.7k`, `12k`, `3.1M`. */
export function compactCount(count: number): string {
  return new Intl.NumberFormat('en-GB', { notation: 'compact', maximumSignificantDigits: 2 })
    .format(count)
    .toLowerCase()
    .replace('m', 'M');
}

/** A count, short: `940`, `12.4 k`, `3.1 M`. */
export function shortCount(count: number): string {
  if (count >= 1e6) return `${measured(count / 1e6)} M`;
  if (count >= 1e4) return `${measured(count / 1e3)} k`;
  return count.toLocaleString('en-GB');
}
