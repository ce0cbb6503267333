import type { DeviceCredentialsResponse, DeviceResponse } from '@fettle/contracts';
import { Button, Drawer } from '@mantine/core';
import { Link } from '@tanstack/react-router';
import { useState } from 'react';
import { shortCount } from '../../../charts/number-format';
import { DeviceStateMark } from '../../../components/device-state-mark';
import { ErrorNote, SkeletonRows } from '../../../components/screen-states';
import { TimeAgo } from '../../../components/time-ago';
import { asApiError } from '../../../http/api-error';
import { useDevice, useRejects, useRotateCredentials, useUpdateDevice } from '../api/devices';
import { clockWords } from './clock-words';
import { Credentials } from './credentials';
import { DeviceCommands } from './device-commands';
import { DeviceSoftware } from './device-software';
import styles from './devices.module.css';
import { REJECT_WORDS } from './reject-words';

function Facts({ device }: { device: DeviceResponse }) {
  const rows = [
    ['Clock', clockWords(device.clockErrorMs)],
    ['Frames', shortCount(device.frames)],
    ['Readings', shortCount(device.readings)],
    ['Sequence gaps', shortCount(device.gaps)],
    ['Late', shortCount(device.late)],
    ['Duplicates dropped', shortCount(device.duplicates)],
  ] as const;
  return (
    <dl className={styles['facts']}>
      {rows.map(([label, value]) => (
        <div key={label}>
          <dt>{label}</dt>
          <dd>{value}</dd>
        </div>
      ))}
    </dl>
  );
}

/** Why messages of this device did not count: sums by reason, then the newest ones. */
function Rejects({ device }: { device: DeviceResponse }) {
  const newest = useRejects(device.id);
  if (device.rejects.length === 0) return <p className="soft">Every message counted.</p>;
  return (
    <>
      <ul className={styles['rejects']}>
        {device.rejects.map(({ reason, count }) => (
          <li key={reason}>
            <span>
              <code>{reason}</code> {shortCount(count)}
            </span>
            <span className="small soft">{REJECT_WORDS[reason]}</span>
          </li>
        ))}
      </ul>
      {newest.error !== null && (
        <p className="small soft">
          The newest ones could not be loaded: <code>{asApiError(newest.error).code}</code>
        </p>
      )}
      {newest.data !== undefined && newest.data.items.length > 0 && (
        <details>
          <summary>The newest {newest.data.items.length}</summary>
          <ul className={styles['rejects']}>
            {newest.data.items.map((reject) => (
              <li key={`${reject.at}/${reject.topic}`}>
                <span>
                  <TimeAgo at={reject.at} />, <code>{reject.reason}</code>
                </span>
                <span className="small soft">{reject.detail}</span>
              </li>
            ))}
          </ul>
        </details>
      )}
    </>
  );
}

function Actions({
  device,
  onCredentials,
}: {
  device: DeviceResponse;
  onCredentials: (credentials: DeviceCredentialsResponse) => void;
}) {
  const update = useUpdateDevice(device.id);
  const rotate = useRotateCredentials(device.id);
  const [sure, setSure] = useState(false);
  const error = update.error ?? rotate.error;
  return (
    <>
      <div className={styles['drawerActions']}>
        <Button
          variant="default"
          loading={update.isPending}
          onClick={() => update.mutate({ disabled: !device.disabled })}
        >
          {device.disabled ? 'Enable' : 'Disable'}
        </Button>
        <Button
          variant="default"
          loading={rotate.isPending}
          onClick={() => (sure ? rotate.mutate(undefined, { onSuccess: onCredentials }) : setSure(true))}
        >
          {sure ? 'Really? The old password stops at once' : 'New password'}
        </Button>
      </div>
      {error !== null && (
        <p role="alert">
          {asApiError(error).message} <code>{asApiError(error).code}</code>
        </p>
      )}
    </>
  );
}

/** Who is this device, how well does it talk, and what of it did not count, with the reason. */
export function DeviceDrawer({
  id,
  mayEdit,
  onClose,
}: {
  id: string;
  mayEdit: boolean;
  onClose: () => void;
}) {
  const device = useDevice(id, 10_000);
  const [credentials, setCredentials] = useState<DeviceCredentialsResponse | null>(null);
  return (
    <Drawer opened onClose={onClose} position="right" size={520} title={device.data?.name ?? 'Device'}>
      {device.error !== null && device.data === undefined && (
        <ErrorNote error={device.error} what="this device" onRetry={() => void device.refetch()} />
      )}
      {device.isPending && <SkeletonRows rows={5} height={64} />}
      {credentials !== null && <Credentials credentials={credentials} />}
      {device.data !== undefined && credentials === null && (
        <div className={styles['detail']}>
          <p>
            <DeviceStateMark state={device.data.state} /> <span className="soft">last heard</span>{' '}
            <TimeAgo at={device.data.lastSeenAt} />
          </p>
          <p>
            Speaks for{' '}
            <Link to="/assets/$assetId" params={{ assetId: device.data.assetId }}>
              {device.data.assetName}
            </Link>
            , {device.data.siteName}
          </p>
          <Facts device={device.data} />
          <h2>What it runs</h2>
          <DeviceSoftware device={device.data} />
          <h2>What it was told</h2>
          <DeviceCommands deviceId={device.data.id} mayGive={mayEdit} />
          <h2>What did not count</h2>
          <Rejects device={device.data} />
          {mayEdit && <Actions device={device.data} onCredentials={setCredentials} />}
        </div>
      )}
    </Drawer>
  );
}
