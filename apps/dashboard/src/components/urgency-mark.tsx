import type { Severity, Urgency } from '@fettle/contracts';
import { URGENCY_MEANINGS, URGENCY_WORDS } from '../forecast/urgency';
import styles from './urgency-mark.module.css';

type Shape = Urgency | Severity | 'off';

/** One outline a state, told apart without colour: triangle, diamond, half disc, tick, dotted ring, ring, bar. */
function outline(shape: Shape) {
  switch (shape) {
    case 'critical':
      return <path d="M8 1.5 15 14H1z" fill="currentColor" stroke="currentColor" strokeLinejoin="round" />;
    case 'warning':
      return (
        <path d="M8 1 15 8l-7 7-7-7z" fill="currentColor" stroke="currentColor" strokeLinejoin="round" />
      );
    case 'watch':
      return (
        <>
          <circle cx="8" cy="8" r="6" fill="none" stroke="currentColor" strokeWidth="2" />
          <path d="M8 2a6 6 0 0 1 0 12z" fill="currentColor" />
        </>
      );
    case 'healthy':
      return (
        <path
          d="m2.5 8.5 4 4 7-8.5"
          fill="none"
          stroke="currentColor"
          strokeWidth="2"
          strokeLinecap="round"
        />
      );
    case 'learning':
      return (
        <circle
          cx="8"
          cy="8"
          r="6"
          fill="none"
          stroke="currentColor"
          strokeWidth="2"
          strokeDasharray="2 2.7"
        />
      );
    case 'off':
      return <path d="M3 8h10" stroke="currentColor" strokeWidth="2.5" strokeLinecap="round" />;
    case 'info':
      return <circle cx="8" cy="8" r="5.5" fill="none" stroke="currentColor" strokeWidth="2.5" />;
  }
}

/** The shape of an urgency or severity, in its colour; decoration beside the word. */
export function StateShape({ shape, size = 16 }: { shape: Shape; size?: number }) {
  return (
    <svg
      className={styles['shape']}
      data-state={shape}
      viewBox="0 0 16 16"
      width={size}
      height={size}
      aria-hidden
    >
      {outline(shape)}
    </svg>
  );
}

/** Shape and word of an urgency; what the word means on hover. */
export function UrgencyMark({ urgency }: { urgency: Urgency }) {
  return (
    <span className={styles['mark']} data-state={urgency} title={URGENCY_MEANINGS[urgency]}>
      <StateShape shape={urgency} size={14} />
      {URGENCY_WORDS[urgency]}
    </span>
  );
}

/** Shape and word of an alert's severity. */
export function SeverityMark({ severity }: { severity: Severity }) {
  return (
    <span className={styles['mark']} data-state={severity}>
      <StateShape shape={severity} size={14} />
      {severity.charAt(0).toUpperCase() + severity.slice(1)}
    </span>
  );
}
