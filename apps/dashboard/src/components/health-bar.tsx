import type { Urgency } from '@fettle/contracts';
import styles from './health-bar.module.css';

/** Health 0..1 as a bar and a number; says so when nothing is known. */
export function HealthBar({ health, urgency }: { health: number | null; urgency: Urgency }) {
  if (health === null) return <span className="soft small">health unknown</span>;
  const share = Math.round(Math.min(1, Math.max(0, health)) * 100);
  return (
    <span className={styles['row']}>
      <span
        className={styles['track']}
        role="meter"
        aria-label="Health"
        aria-valuemin={0}
        aria-valuemax={100}
        aria-valuenow={share}
      >
        <span className={styles['fill']} data-state={urgency} style={{ width: `${share}%` }} />
      </span>
      <span>{share} %</span>
    </span>
  );
}
