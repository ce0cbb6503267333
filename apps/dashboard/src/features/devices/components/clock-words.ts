import { shortDuration } from '../../../time/relative-time';

/** A device's clock against the platform's: `right` within a second, else how far and which way. */
export function clockWords(errorMs: number | null): string {
  if (errorMs === null) return '–';
  if (Math.abs(errorMs) < 1000) return 'right';
  return `${shortDuration(Math.abs(errorMs))} ${errorMs > 0 ? 'ahead' : 'behind'}`;
}
