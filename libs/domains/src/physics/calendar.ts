import { DAY_MS, HOUR_MS } from '@fettle/kernel';

const YEAR_DAYS = 365.2425;

/** Where a moment lies in the local solar day, week and year. Pure arithmetic on UTC milliseconds. */
export interface LocalTime {
  /** Hours since local midnight, [0, 24). */
  readonly hour: number;
  /** Whole local days since the epoch. */
  readonly day: number;
  readonly weekend: boolean;
  /** Days since 1 January, [0, 365.2425), mean Gregorian year. */
  readonly dayOfYear: number;
}

/** Local mean solar time at a longitude: 15 degrees an hour, east ahead. */
export function localTime(atMs: number, longitude: number): LocalTime {
  const local = atMs + (longitude / 15) * HOUR_MS;
  const day = Math.floor(local / DAY_MS);
  const weekday = (((day + 4) % 7) + 7) % 7;
  return {
    hour: (local - day * DAY_MS) / HOUR_MS,
    day,
    weekend: weekday === 0 || weekday === 6,
    dayOfYear: (local / DAY_MS) % YEAR_DAYS,
  };
}

/** A bump of height 1 around an hour of the day, Gaussian, wrapping at midnight. */
export function hourBump(hour: number, centre: number, width: number): number {
  const distance = Math.abs(hour - centre);
  const wrapped = Math.min(distance, 24 - distance) / width;
  return Math.exp(-0.5 * wrapped * wrapped);
}
