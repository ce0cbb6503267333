import type { DeviceResponse, PackageState } from '@fettle/contracts';
import { Link } from '@tanstack/react-router';
import { TimeAgo } from '../../../components/time-ago';
import { StateShape } from '../../../components/urgency-mark';
import { installationWords } from './command-words';
import styles from './devices.module.css';

const SHAPES: Readonly<Record<PackageState, 'learning' | 'healthy' | 'warning'>> = {
  receiving: 'learning',
  verified: 'learning',
  trial: 'learning',
  active: 'healthy',
  rejected: 'warning',
  fell_back: 'warning',
};

function Installation({ software }: Pick<DeviceResponse, 'software'>) {
  const { installation } = software;
  if (installation === null) return null;
  const { state, offset, bytes, reason, at } = installation;
  const part =
    state === 'receiving' && offset !== null && bytes !== null ? offset / Math.max(1, bytes) : null;
  return (
    <div className={styles['installation']}>
      <p>
        <StateShape shape={SHAPES[state]} size={14} /> Package <code>{installation.package.slice(0, 7)}</code>{' '}
        {installationWords(state, offset, bytes)}, <TimeAgo at={at} />
      </p>
      {part !== null && (
        <span className={styles['progress']} aria-hidden>
          <i style={{ width: `${Math.min(1, part) * 100}%` }} />
        </span>
      )}
      {reason !== '' && <p className="small soft">It says: {reason}</p>}
    </div>
  );
}

/** What a device said of its own program: firmware, model, slot, starts, and how its last package fares. */
export function DeviceSoftware({ device }: { device: DeviceResponse }) {
  const { software, firmware, model } = device;
  if (software.helloAt === null && software.installation === null)
    return <p className="soft">It never said what it runs: no hello on its status topic yet.</p>;
  const rows = [
    ['Firmware', firmware ?? 'not told'],
    ['Model', model === null ? 'none' : <Link to="/models">{model}</Link>],
    ['Slot', software.slot === null ? 'has none' : software.slot.toUpperCase()],
    ['Package', software.package === null ? 'built in' : software.package.slice(0, 7)],
    ['Starts', software.boot === null ? '–' : String(software.boot)],
    ['Said so', <TimeAgo key="at" at={software.helloAt} />],
  ] as const;
  return (
    <>
      <dl className={styles['facts']}>
        {rows.map(([label, value]) => (
          <div key={label}>
            <dt>{label}</dt>
            <dd>{value}</dd>
          </div>
        ))}
      </dl>
      <Installation software={software} />
    </>
  );
}
