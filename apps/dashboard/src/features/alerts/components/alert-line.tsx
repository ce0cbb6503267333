import type { AlertResponse } from '@fettle/contracts';
import { Button, Checkbox } from '@mantine/core';
import { Link } from '@tanstack/react-router';
import { memo } from 'react';
import { StateShape } from '../../../components/urgency-mark';
import { TimeAgo } from '../../../components/time-ago';
import { componentLabel, signalWords, useDomains } from '../../../domains/domains';
import styles from './alerts.module.css';
import { comparisonWords, quantityValue, type WordsOf } from './evidence';

interface AlertLineProps {
  readonly alert: AlertResponse;
  readonly index: number;
  readonly chosen: boolean;
  readonly mayAct: boolean;
  readonly onChoose: (id: string) => void;
  readonly onAcknowledge: (id: string) => void;
}

function standing(alert: AlertResponse): string {
  if (alert.state === 'firing') return 'firing, nobody on it';
  if (alert.state === 'acknowledged')
    return alert.acknowledgedBy === null ? 'acknowledged' : `${alert.acknowledgedBy} is on it`;
  return alert.resolvedBy === null ? 'resolved by itself' : `resolved by ${alert.resolvedBy}`;
}

/** One alert: how bad, what, since when, who is on it; one tap to take it. */
export const AlertLine = memo(function AlertLine(props: AlertLineProps) {
  const { alert, index, chosen, mayAct, onChoose, onAcknowledge } = props;
  const domains = useDomains();
  const { quantity, value, threshold, comparison } = alert.evidence;
  const wordsOf: WordsOf = (signal) => signalWords(domains, signal, alert.domain);
  return (
    <li className={styles['line']} data-row={index} data-open={alert.state === 'firing'}>
      {mayAct && alert.state !== 'resolved' ? (
        <Checkbox
          checked={chosen}
          onChange={() => onChoose(alert.id)}
          aria-label={`Choose ${alert.ruleName} of ${alert.assetName}`}
          size="md"
        />
      ) : (
        <span />
      )}
      <span className={styles['shape']}>
        <StateShape shape={alert.severity} size={18} />
        <span className="visually-hidden">{alert.severity}</span>
      </span>
      <div className={styles['what']}>
        <Link from="/alerts" to="/alerts" search={(before) => ({ ...before, alert: alert.id })} data-row-main>
          {alert.ruleName}
        </Link>
        <span className="small soft">
          {alert.component !== null && `${componentLabel(domains, alert.component, alert.domain)}, `}
          {quantityValue(quantity, value, wordsOf)} {comparisonWords(comparison)}{' '}
          {quantityValue(quantity, threshold, wordsOf)}
        </span>
      </div>
      <div className={styles['since']}>
        <TimeAgo at={alert.firedAt} />
        <span className="small soft">{standing(alert)}</span>
      </div>
      <div className={styles['act']}>
        {mayAct && alert.state === 'firing' && (
          <Button fullWidth variant="outline" onClick={() => onAcknowledge(alert.id)}>
            Acknowledge
          </Button>
        )}
      </div>
    </li>
  );
});
