import type { DeviceResponse } from '@fettle/contracts';
import { Link } from '@tanstack/react-router';
import { memo } from 'react';
import { shortCount } from '../../../charts/number-format';
import { DeviceStateMark } from '../../../components/device-state-mark';
import { TimeAgo } from '../../../components/time-ago';
import styles from './devices.module.css';
import { clockWords } from './clock-words';

/** One device: is it talking, since when, how well. */
export const DeviceLine = memo(function DeviceLine({
  device,
  index,
}: {
  device: DeviceResponse;
  index: number;
}) {
  const rejects = device.rejects.reduce((sum, { count }) => sum + count, 0);
  return (
    <li className={styles['line']} data-row={index}>
      <span className={styles['cell']}>
        <Link
          from="/devices"
          to="/devices"
          search={(before) => ({ ...before, device: device.id })}
          className={styles['main']}
          data-row-main
        >
          {device.name}
        </Link>
        <span className="small soft">
          {device.assetName}, {device.siteName}
        </span>
      </span>
      <span className={styles['cell']}>
        <DeviceStateMark state={device.state} />
        <span className="small soft">
          <TimeAgo at={device.lastSeenAt} never="no message yet" />
        </span>
      </span>
      <span className={styles['figure']} data-figures data-label="clock">
        {clockWords(device.clockErrorMs)}
      </span>
      <span className={styles['figure']} data-figures data-label="gaps">
        {shortCount(device.gaps)}
      </span>
      <span className={styles['figure']} data-figures data-label="late">
        {shortCount(device.late)}
      </span>
      <span className={styles['figure']} data-figures data-label="rejects" data-some={rejects > 0}>
        {shortCount(rejects)}
      </span>
    </li>
  );
});
