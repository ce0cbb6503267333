import type { FleetRowResponse } from '@fettle/contracts';
import { Link } from '@tanstack/react-router';
import { memo } from 'react';
import { FailureStrip } from '../../../components/failure-strip';
import { RowButton, RowLink } from '../../../components/row-parts';
import { StateShape } from '../../../components/urgency-mark';
import { percent, probabilityWord, tellingChance } from '../../../forecast/probability-words';
import { driversInWords, type Wording } from '../../../forecast/sentences';
import { URGENCY_WORDS } from '../../../forecast/urgency';
import { dayMonth } from '../../../time/calendar';
import { plannedMs } from '../api/fleet';
import styles from './fleet-row.module.css';

interface FleetRowProps {
  readonly row: FleetRowResponse;
  readonly nowMs: number;
  readonly wording: Wording;
  readonly mayAct: boolean;
  readonly onAcknowledge: (alertId: string) => void;
  readonly onPlan: (row: FleetRowResponse) => void;
}

function Chance({ row }: { row: FleetRowResponse }) {
  const { status, hoursNeeded } = row.forecast;
  const telling = tellingChance(row.forecast);
  if (status === 'insufficient_data' || telling === null) {
    return <span className="soft small">about {Math.ceil(hoursNeeded)} h of data to go</span>;
  }
  return (
    <>
      <strong>
        {probabilityWord(telling.chance)} {percent(telling.chance)}
      </strong>
      <span className="soft small">
        in {telling.days} days
        {telling.other === null ? '' : ` (${percent(telling.other.chance)} in ${telling.other.days})`}
      </span>
    </>
  );
}

/** What there is to do about a row: acknowledge what fires, else plan, else when somebody is coming. */
function Action({ row, mayAct, onAcknowledge, onPlan }: Omit<FleetRowProps, 'nowMs' | 'wording'>) {
  const { alert, workOrder } = row;
  if (workOrder !== null) {
    const when =
      workOrder.plannedFor === null ? '' : ` ${dayMonth(Date.parse(workOrder.plannedFor), row.siteTimeZone)}`;
    return (
      <Link to="/work" search={{ order: workOrder.id }} className={styles['planned']}>
        Planned{when}
      </Link>
    );
  }
  if (!mayAct) return <span className="soft small">{alert?.state ?? ''}</span>;
  if (alert?.state === 'firing') {
    return (
      <RowButton
        pressing
        label={`Acknowledge the alert of ${row.assetName}`}
        onClick={() => onAcknowledge(alert.id)}
      >
        Acknowledge
      </RowButton>
    );
  }
  if (row.forecast.urgency === 'learning' || row.forecast.urgency === 'healthy') return null;
  return (
    <RowButton label={`Plan a visit to ${row.assetName}`} onClick={() => onPlan(row)}>
      Plan visit
    </RowButton>
  );
}

/** One component at risk: which, where, when, how sure, why, and the one thing to do. */
export const FleetRow = memo(function FleetRow(props: FleetRowProps) {
  const { row, nowMs, wording } = props;
  const { forecast } = row;
  const drivers = driversInWords(forecast.drivers, wording.signal);
  return (
    <div className={styles['row']}>
      <span className={styles['state']}>
        <StateShape shape={forecast.urgency} size={18} />
        <span className={styles['word']}>{URGENCY_WORDS[forecast.urgency]}</span>
      </span>
      <div className={styles['what']}>
        <RowLink
          href={`/assets/${row.assetId}?component=${encodeURIComponent(forecast.component)}`}
          className={styles['asset']}
        >
          {row.assetName}
        </RowLink>
        <span className="soft small" title={row.siteName}>
          {row.siteName}
        </span>
      </div>
      <div className={styles['why']}>
        <span>{wording.component(forecast.component)}</span>
        <span className="soft small">
          {drivers === '' ? wording.failureMode(forecast.component, forecast.failureMode) : drivers}
        </span>
      </div>
      <div className={styles['strip']}>
        <FailureStrip forecast={forecast} nowMs={nowMs} plannedMs={plannedMs(row)} />
      </div>
      <div className={styles['chance']} data-figures>
        <Chance row={row} />
      </div>
      <div className={styles['action']}>
        <Action {...props} />
      </div>
    </div>
  );
});
