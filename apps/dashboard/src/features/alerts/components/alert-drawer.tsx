import type { AlertDetailResponse } from '@fettle/contracts';
import { Button, Drawer } from '@mantine/core';
import { Link } from '@tanstack/react-router';
import { ErrorNote, SkeletonRows } from '../../../components/screen-states';
import { SeverityMark } from '../../../components/urgency-mark';
import { componentLabel, signalWords, useDomains } from '../../../domains/domains';
import { capitalised, inSentence } from '../../../forecast/sentences';
import { fullTime } from '../../../time/calendar';
import { TimeAgo } from '../../../components/time-ago';
import { useAlert } from '../api/alerts';
import styles from './alerts.module.css';
import { comparisonWords, evidenceSentence, quantityValue, quantityWords, type WordsOf } from './evidence';

interface AlertDrawerProps {
  readonly id: string;
  readonly mayAct: boolean;
  readonly onClose: () => void;
  readonly onChange: (change: 'acknowledge' | 'resolve') => void;
}

/** The value against its limit as a picture: how far beyond it was. */
function Gauge({ alert, wordsOf }: { alert: AlertDetailResponse; wordsOf: WordsOf }) {
  const { value, threshold, quantity, comparison } = alert.evidence;
  const most = Math.max(Math.abs(value), Math.abs(threshold), Number.MIN_VALUE) * 1.15;
  const share = (number: number): string => `${Math.min(100, Math.max(0, (Math.abs(number) / most) * 100))}%`;
  return (
    <div className={styles['gauge']} data-state={alert.severity}>
      <div className={styles['gaugeTrack']}>
        <i className={styles['gaugeFill']} style={{ width: share(value) }} />
        <i className={styles['gaugeLimit']} style={{ left: share(threshold) }} />
      </div>
      <p className="small">
        <strong>{quantityValue(quantity, value, wordsOf)}</strong>{' '}
        <span className="soft">
          {comparisonWords(comparison)} the limit of {quantityValue(quantity, threshold, wordsOf)}:{' '}
          {quantityWords(quantity, wordsOf)}
        </span>
      </p>
    </div>
  );
}

function Detail({ alert }: { alert: AlertDetailResponse }) {
  const domains = useDomains();
  const firedAtMs = Date.parse(alert.firedAt);
  const wordsOf: WordsOf = (signal) => signalWords(domains, signal, alert.domain);
  return (
    <div className={styles['detail']}>
      <p>
        <SeverityMark severity={alert.severity} /> <span className="soft">{alert.state}, fired</span>{' '}
        <TimeAgo at={alert.firedAt} /> <span className="soft">({fullTime(firedAtMs)})</span>
      </p>
      <p>
        <Link
          to="/assets/$assetId"
          params={{ assetId: alert.assetId }}
          search={alert.component === null ? {} : { component: alert.component }}
        >
          {alert.assetName}
        </Link>
        , {alert.siteName}
        {alert.component !== null &&
          `, ${inSentence(componentLabel(domains, alert.component, alert.domain))}`}
      </p>
      <h2>Why it fired</h2>
      <p>{capitalised(evidenceSentence(alert.evidence, firedAtMs, wordsOf))}</p>
      <Gauge alert={alert} wordsOf={wordsOf} />
      <p className="small soft">
        Rule{' '}
        <Link to="/rules/$ruleId" params={{ ruleId: alert.ruleId }}>
          {alert.ruleName}
        </Link>
        , version {alert.ruleVersion}
        {alert.pendingMs !== null &&
          alert.pendingMs > 0 &&
          `, pending ${Math.round(alert.pendingMs / 60_000)} min`}
      </p>
      <h2>What happened since</h2>
      <ol className={styles['history']}>
        {alert.history.map((entry) => (
          <li key={`${entry.at}/${entry.state}`}>
            <span>{capitalised(entry.state)}</span>
            <span className="soft small">
              <TimeAgo at={entry.at} />
              {entry.by !== null && ` by ${entry.by}`}
              {entry.note !== null && entry.note !== '' && `: ${entry.note}`}
            </span>
          </li>
        ))}
      </ol>
      <h2>Who was told</h2>
      {alert.notifications.length === 0 ? (
        <p className="soft">Nobody: no notification channel is set up.</p>
      ) : (
        <ul className={styles['history']}>
          {alert.notifications.map((told) => (
            <li key={`${told.at}/${told.channel}/${told.to}`}>
              <span>
                {told.to} <span className="soft">by {told.channel}</span>
              </span>
              <span className="soft small">
                {told.outcome}, <TimeAgo at={told.at} />
              </span>
            </li>
          ))}
        </ul>
      )}
    </div>
  );
}

/** Everything about one alert: the numbers that made it fire, the rule's version, who was told, who is on it. */
export function AlertDrawer({ id, mayAct, onClose, onChange }: AlertDrawerProps) {
  const alert = useAlert(id);
  const state = alert.data?.state;
  return (
    <Drawer opened onClose={onClose} position="right" size={480} title={alert.data?.ruleName ?? 'Alert'}>
      {alert.error !== null && (
        <ErrorNote error={alert.error} what="this alert" onRetry={() => void alert.refetch()} />
      )}
      {alert.isPending && <SkeletonRows rows={5} height={72} />}
      {alert.data !== undefined && <Detail alert={alert.data} />}
      {mayAct && state !== undefined && state !== 'resolved' && (
        <div className={styles['drawerActions']}>
          {state === 'firing' && <Button onClick={() => onChange('acknowledge')}>Acknowledge</Button>}
          <Button variant="default" onClick={() => onChange('resolve')}>
            Resolve
          </Button>
        </div>
      )}
    </Drawer>
  );
}
