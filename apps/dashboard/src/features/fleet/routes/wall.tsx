import type { ForecastResponse } from '@fettle/contracts';
import { Link, useSearch } from '@tanstack/react-router';
import { ConnectionBanner } from '../../../components/connection-banner';
import { FailureStrip, StripAxis } from '../../../components/failure-strip';
import { ErrorNote, SkeletonRows } from '../../../components/screen-states';
import { UrgencyMark } from '../../../components/urgency-mark';
import { findAssetType, useDomains, wordingOf } from '../../../domains/domains';
import { percent, tellingChance } from '../../../forecast/probability-words';
import { asksForAction } from '../../../forecast/urgency';
import { useLiveConnection } from '../../../realtime/live-socket';
import { hourMinute, zoneName } from '../../../time/calendar';
import { useNow } from '../../../time/use-now';
import { plannedMs, rowKey, useFleet, useFleetSummary } from '../api/fleet';
import { fleetHeadline } from '../components/headline';
import styles from './wall.module.css';

/** The chance that says most and its horizon, short enough for its column. */
function chanceWords(forecast: ForecastResponse): string {
  const telling = tellingChance(forecast);
  return telling === null ? '–' : `${percent(telling.chance)} in ${telling.days} d`;
}

/** The fleet for a screen on a wall: what fits, large, without anything to touch. */
export default function Wall() {
  useLiveConnection();
  const { domain } = useSearch({ from: '/wall' });
  const now = useNow();
  const domains = useDomains();
  const summary = useFleetSummary();
  const fleet = useFleet({ domain });
  const rows = (fleet.data?.pages[0]?.items ?? [])
    .filter((row) => asksForAction(row.forecast.urgency))
    .slice(0, 12);
  return (
    <div className={styles['wall']}>
      <ConnectionBanner />
      <header className={styles['head']}>
        <h1>{summary.data === undefined ? 'Fleet' : fleetHeadline(summary.data.total)}</h1>
        <p>
          {hourMinute(now)} {zoneName(now)}
        </p>
        <Link to="/" search={{ domain }}>
          Leave the wall
        </Link>
      </header>
      {fleet.isPending && <SkeletonRows rows={8} height={88} />}
      {fleet.error !== null && (
        <ErrorNote error={fleet.error} what="the fleet" onRetry={() => void fleet.refetch()} />
      )}
      <div className={styles['axis']}>
        <StripAxis nowMs={now} />
      </div>
      <ul className={styles['rows']}>
        {rows.map((row) => (
          <li key={rowKey(row)}>
            <UrgencyMark urgency={row.forecast.urgency} />
            <span className={styles['asset']}>{row.assetName}</span>
            <span>
              {wordingOf(findAssetType(domains, row.assetTypeId)).component(row.forecast.component)}
              <span className="soft">, {row.siteName}</span>
            </span>
            <FailureStrip forecast={row.forecast} nowMs={now} plannedMs={plannedMs(row)} />
            <span className={styles['chance']}>{chanceWords(row.forecast)}</span>
          </li>
        ))}
      </ul>
    </div>
  );
}
