import { StateShape } from '../../../components/urgency-mark';
import { driversInWords } from '../../../forecast/sentences';
import type { Verdict } from './trial';
import styles from './try-it.module.css';

/** A score with the digits that frames have. */
export function scoreWords(score: number): string {
  return score.toFixed(3);
}

interface VerdictPanelProps {
  readonly verdict: Verdict;
  readonly threshold: number | null;
  readonly labelOf?: (signal: string) => string;
}

function Classes({ classes }: Pick<Verdict, 'classes'>) {
  return (
    <ul className={styles['classes']}>
      {classes.slice(0, 12).map(({ label, share }) => (
        <li key={label}>
          <span>{label}</span>
          <span className={styles['bar']} aria-hidden>
            <i style={{ width: `${Math.max(0, Math.min(1, share)) * 100}%` }} />
          </span>
          <span data-figures>{scoreWords(share)}</span>
        </li>
      ))}
    </ul>
  );
}

/** What the model says now: the score against its threshold, the word for it, the classes, and what it comes from. */
export function VerdictPanel({ verdict, threshold, labelOf }: VerdictPanelProps) {
  const { score, alarm, classes, drivers } = verdict;
  return (
    <div
      className={styles['verdict']}
      data-state={alarm === true ? 'critical' : 'none'}
      role="status"
      aria-label="What it says"
    >
      <p>
        <strong className="large" data-figures>
          {scoreWords(score)}
        </strong>{' '}
        {alarm === null && classes[0] !== undefined && <span>{classes[0].label}</span>}
        {alarm !== null && (
          <span className={styles['word']}>
            <StateShape shape={alarm ? 'critical' : 'healthy'} size={14} />
            {alarm ? 'anomaly' : 'nothing unusual'}
          </span>
        )}
        {threshold !== null && <span className="small soft"> threshold {scoreWords(threshold)}</span>}
      </p>
      {threshold !== null && (
        <span className={styles['gauge']} aria-hidden>
          <i style={{ width: `${Math.min(1, score) * 100}%` }} />
          <b style={{ left: `${threshold * 100}%` }} />
        </span>
      )}
      {drivers.length > 0 && (
        <p className="small">What it cannot explain: {driversInWords(drivers, labelOf)}.</p>
      )}
      {classes.length > 0 && <Classes classes={classes} />}
    </div>
  );
}
