import type { DeviceCredentialsResponse } from '@fettle/contracts';
import { Tabs } from '@mantine/core';
import { CopyBlock } from '../../../components/copy-block';
import { StateShape } from '../../../components/urgency-mark';
import { TimeAgo } from '../../../components/time-ago';
import { useDevice } from '../api/devices';
import { cLines, mosquittoLine, pythonLines } from './connection-lines';
import styles from './devices.module.css';

/** How often a device that has not talked yet is looked for. */
const LOOK_EVERY_MS = 2000;

function FirstMessage({ deviceId }: { deviceId: string }) {
  const device = useDevice(deviceId, LOOK_EVERY_MS);
  const heard = device.data !== undefined && device.data.frames > 0;
  const rejected = device.data?.rejects[0];
  return (
    <p className={styles['waiting']} role="status" data-heard={heard}>
      <StateShape shape={heard ? 'healthy' : 'learning'} size={18} />
      {heard ? (
        <span>
          Got it, <TimeAgo at={device.data.lastSeenAt} />: {device.data.readings}{' '}
          {device.data.readings === 1 ? 'reading' : 'readings'}.
        </span>
      ) : rejected === undefined ? (
        <span>Waiting for its first message…</span>
      ) : (
        <span>
          A message came, but was refused: <code>{rejected.reason}</code>
        </span>
      )}
    </p>
  );
}

interface CredentialsProps {
  readonly credentials: DeviceCredentialsResponse;
  /** A signal that the machine has, for the example. */
  readonly signal?: string;
  readonly value?: number;
}

/** A device's credentials, this once, as lines to copy, and whether its first message came. */
export function Credentials({ credentials, signal = 'temperature', value = 21.5 }: CredentialsProps) {
  const { mqtt, token } = credentials;
  const plain = [
    `host       ${mqtt.host}:${mqtt.port}`,
    `client id  ${mqtt.clientId}`,
    `user       ${mqtt.username}`,
    `password   ${mqtt.password}`,
    `frames     ${mqtt.topics.frames}`,
    `json       ${mqtt.topics.json}`,
    `sparkplug  ${mqtt.topics.sparkplug}`,
    `token      ${token}`,
  ].join('\n');
  return (
    <div className={styles['detail']}>
      <p>
        <strong>Copy this now.</strong> The password is not kept here and cannot be shown again.
      </p>
      <Tabs defaultValue="shell">
        <Tabs.List>
          <Tabs.Tab value="shell">mosquitto_pub</Tabs.Tab>
          <Tabs.Tab value="python">Python</Tabs.Tab>
          <Tabs.Tab value="c">C</Tabs.Tab>
          <Tabs.Tab value="plain">Plain</Tabs.Tab>
        </Tabs.List>
        <Tabs.Panel value="shell" pt="sm">
          <CopyBlock label="Command" text={mosquittoLine(mqtt, signal, value)} />
        </Tabs.Panel>
        <Tabs.Panel value="python" pt="sm">
          <CopyBlock label="Python program" text={pythonLines(mqtt, signal, value)} />
        </Tabs.Panel>
        <Tabs.Panel value="c" pt="sm">
          <CopyBlock label="C program" text={cLines(mqtt, signal, value)} />
        </Tabs.Panel>
        <Tabs.Panel value="plain" pt="sm">
          <CopyBlock label="Credentials" text={plain} />
        </Tabs.Panel>
      </Tabs>
      <FirstMessage deviceId={credentials.id} />
    </div>
  );
}
