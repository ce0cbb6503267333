import { useQueuedActions } from '../actions/queued-actions';
import { useConnection } from '../realtime/connection';
import { hourMinute, zoneName } from '../time/calendar';
import { shortDuration } from '../time/relative-time';
import { useNow } from '../time/use-now';
import styles from './connection-banner.module.css';

/** Quiet while live. Otherwise says how old everything on the screen is, and what waits to be sent. */
export function ConnectionBanner() {
  const { status, heardAtMs } = useConnection();
  const queued = useQueuedActions();
  const now = useNow();
  const waiting =
    queued === 0 ? '' : ` ${queued} ${queued === 1 ? 'action is' : 'actions are'} queued and will be sent.`;
  if (status !== 'lost' && queued === 0) return null;
  const age =
    heardAtMs === null
      ? 'Live updates are not coming in.'
      : `No connection. What you see is ${shortDuration(now - heardAtMs)} old (${hourMinute(heardAtMs)} ${zoneName(heardAtMs)}).`;
  return (
    <div className={styles['banner']} role="status">
      <svg viewBox="0 0 16 16" width="16" height="16" aria-hidden>
        <path
          d="M2 5a9 9 0 0 1 12 0M4.5 8.5a5.5 5.5 0 0 1 7 0M8 12.5v.1M2 14 14 2"
          fill="none"
          stroke="currentColor"
          strokeWidth="1.6"
          strokeLinecap="round"
        />
      </svg>
      <span>
        {status === 'lost' ? age : 'Sending.'}
        {waiting}
      </span>
    </div>
  );
}
