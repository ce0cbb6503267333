import type { ModelResponse } from '@fettle/contracts';
import { Link } from '@tanstack/react-router';
import { DeviceStateMark } from '../../../components/device-state-mark';
import { asApiError } from '../../../http/api-error';
import { useDevicesOfModel } from '../api/models';
import styles from './model.module.css';

/** Devices named before the rest is counted. */
const NAMED = 8;

/** Which devices said that they run it. */
export function RunningDevices({ model }: { model: ModelResponse }) {
  const devices = useDevicesOfModel(model);
  const items = devices.data ?? [];
  return (
    <section className={styles['panel']} id="devices" aria-label="Runs on" aria-busy={devices.isPending}>
      <h2>
        Runs on{' '}
        {model.devices > 0 && (
          <span className="soft small">
            {model.devices} {model.devices === 1 ? 'device' : 'devices'}
          </span>
        )}
      </h2>
      {devices.error !== null && (
        <p className="small" role="alert">
          They could not be loaded: <code>{asApiError(devices.error).code}</code>
        </p>
      )}
      {devices.data !== undefined && items.length === 0 && (
        <p className="soft">
          No device says that it runs {model.name}@{model.version}. A device tells so when it connects.
        </p>
      )}
      <ul className={styles['devices']}>
        {items.slice(0, NAMED).map((device) => (
          <li key={device.id}>
            <span>
              <Link to="/devices" search={{ device: device.id }}>
                {device.name}
              </Link>{' '}
              <span className="small soft">{device.assetName}</span>
            </span>
            <DeviceStateMark state={device.state} />
          </li>
        ))}
      </ul>
      {model.devices > NAMED && <p className="small soft">and {model.devices - NAMED} more</p>}
    </section>
  );
}
