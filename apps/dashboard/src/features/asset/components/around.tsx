import type { AlertResponse, AssetDetailResponse, WorkOrderResponse } from '@fettle/contracts';
import { Link } from '@tanstack/react-router';
import type { ReactNode } from 'react';
import { SeverityMark } from '../../../components/urgency-mark';
import { TimeAgo } from '../../../components/time-ago';
import { DEVICE_STATE_WORDS } from '../../../domains/device-words';
import styles from './asset-page.module.css';

function Panel({ title, children }: { title: string; children: ReactNode }) {
  return (
    <section className={styles['panel']} aria-label={title}>
      <h2>{title}</h2>
      {children}
    </section>
  );
}

interface AroundProps {
  readonly asset: AssetDetailResponse;
  readonly alerts: readonly AlertResponse[];
  readonly workOrders: readonly WorkOrderResponse[];
}

/** What belongs to a machine: its alerts, the visits to it, and the devices that speak for it. */
export function Around({ asset, alerts, workOrders }: AroundProps) {
  return (
    <div className={styles['around']}>
      <Panel title="Alerts">
        {alerts.length === 0 && <p className="soft">None fired yet.</p>}
        <ul className={styles['lines']}>
          {alerts.slice(0, 8).map((alert) => (
            <li key={alert.id}>
              <Link
                to="/alerts"
                search={{ alert: alert.id, ...(alert.state === 'resolved' ? { show: 'resolved' } : {}) }}
              >
                {alert.ruleName}
              </Link>
              <span className="small soft">
                <SeverityMark severity={alert.severity} /> {alert.state}, <TimeAgo at={alert.firedAt} />
              </span>
            </li>
          ))}
        </ul>
      </Panel>
      <Panel title="Work orders">
        {workOrders.length === 0 && <p className="soft">No visit planned.</p>}
        <ul className={styles['lines']}>
          {workOrders.slice(0, 8).map((order) => (
            <li key={order.id}>
              <Link
                to="/work"
                search={{ order: order.id, ...(order.state === 'done' ? { show: 'done' } : {}) }}
              >
                {order.title}
              </Link>
              <span className="small soft">
                {order.state}
                {order.plannedFor !== null && (
                  <>
                    , planned <TimeAgo at={order.plannedFor} siteZone={order.siteTimeZone} />
                  </>
                )}
              </span>
            </li>
          ))}
        </ul>
      </Panel>
      <Panel title="Devices">
        {asset.devices.length === 0 && <p className="soft">No device speaks for this machine.</p>}
        <ul className={styles['lines']}>
          {asset.devices.map((device) => (
            <li key={device.id}>
              <Link to="/devices" search={{ device: device.id }}>
                {device.name}
              </Link>
              <span className="small soft">
                {DEVICE_STATE_WORDS[device.state]}, last heard <TimeAgo at={device.lastSeenAt} />
              </span>
            </li>
          ))}
        </ul>
      </Panel>
    </div>
  );
}
