import type { ForecastResponse } from '@fettle/contracts';
import { memo } from 'react';
import { densityHeight, failureDensity } from '../forecast/failure-density';
import { percent } from '../forecast/probability-words';
import { dayMonth } from '../time/calendar';
import styles from './failure-strip.module.css';

/** Days that every strip spans, so that rows can be compared by eye. */
export const STRIP_DAYS = 30;
const DAY_MS = 86_400_000;
const BINS_PER_DAY = 2;

interface FailureStripProps {
  readonly forecast: ForecastResponse;
  readonly nowMs: number;
  /** A planned visit, ms. */
  readonly plannedMs?: number | null;
}

function densityPath(forecast: ForecastResponse, nowMs: number): string | null {
  const density = failureDensity(forecast.rul, forecast, {
    count: STRIP_DAYS * BINS_PER_DAY,
    widthS: 86_400 / BINS_PER_DAY,
    offsetS: Math.max(0, (nowMs - Date.parse(forecast.at)) / 1000),
  });
  if (density === null) return null;
  const points = density.map((mass, bin) => {
    const height = densityHeight(mass * BINS_PER_DAY);
    return `${((bin + 0.5) / BINS_PER_DAY).toFixed(2)},${(100 - 100 * height).toFixed(1)}`;
  });
  const first = points[0]?.split(',')[1] ?? '100';
  const last = points.at(-1)?.split(',')[1] ?? '100';
  return `M0,100 L0,${first} L${points.join(' L')} L${STRIP_DAYS},${last} L${STRIP_DAYS},100 Z`;
}

/** Where a moment lies on the strip, 0..100 %; null when it is unknown or beyond its end. */
function place(atMs: number | null, nowMs: number): number | null {
  if (atMs === null) return null;
  const share = (atMs - nowMs) / (STRIP_DAYS * DAY_MS);
  return share > 1 ? null : Math.max(0, share) * 100;
}

function spoken(forecast: ForecastResponse, median: number | null): string {
  if (forecast.status === 'insufficient_data') return 'Not enough data for a forecast yet';
  const chance = forecast.p30d === null ? '' : `${percent(forecast.p30d)} chance of failure within 30 days`;
  return median === null ? chance || 'No failure in sight' : `${chance}, median ${dayMonth(median)}`;
}

/**
 * The next 30 days of a component: where its failure is likely to fall (area), the span from p10 to p90 (bar), the median
 * (upright mark), a planned visit (flag). Every strip has the same scale.
 */
export const FailureStrip = memo(function FailureStrip({
  forecast,
  nowMs,
  plannedMs = null,
}: FailureStripProps) {
  const at = (seconds: number | null): number | null =>
    seconds === null ? null : Date.parse(forecast.at) + seconds * 1000;
  const medianMs = at(forecast.rul.p50);
  const from = place(at(forecast.rul.p10), nowMs);
  const to = place(at(forecast.rul.p90), nowMs);
  const median = place(medianMs, nowMs);
  const planned = place(plannedMs, nowMs);
  const path = densityPath(forecast, nowMs);
  return (
    <div
      className={styles['strip']}
      data-state={forecast.urgency}
      role="img"
      aria-label={spoken(forecast, medianMs)}
    >
      {[7, 14, 21, 28].map((day) => (
        <i key={day} className={styles['week']} style={{ left: `${(day / STRIP_DAYS) * 100}%` }} />
      ))}
      {path !== null && (
        <svg
          className={styles['density']}
          viewBox={`0 0 ${STRIP_DAYS} 100`}
          preserveAspectRatio="none"
          aria-hidden
        >
          <path d={path} />
        </svg>
      )}
      {from !== null && (
        <i
          className={styles['band']}
          style={{ left: `${from}%`, right: `${100 - (to ?? 100)}%` }}
          data-open={to === null}
        />
      )}
      {median !== null && <i className={styles['median']} style={{ left: `${median}%` }} />}
      {planned !== null && (
        <i className={styles['planned']} style={{ left: `${planned}%` }} title="planned visit" />
      )}
      {path === null && (
        <span className={styles['learning']}>learning, {Math.ceil(forecast.hoursNeeded)} h to go</span>
      )}
    </div>
  );
});

/** The dates above a column of strips: today and each week. */
export function StripAxis({ nowMs }: { nowMs: number }) {
  return (
    <div className={styles['axis']} aria-hidden>
      <span style={{ left: 0 }}>today</span>
      {[7, 14, 21].map((day) => (
        <span key={day} style={{ left: `${(day / STRIP_DAYS) * 100}%` }}>
          {dayMonth(nowMs + day * DAY_MS)}
        </span>
      ))}
      <span style={{ right: 0 }}>{dayMonth(nowMs + STRIP_DAYS * DAY_MS)}</span>
    </div>
  );
}
