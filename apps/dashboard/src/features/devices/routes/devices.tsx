import { Button, SegmentedControl, TextInput } from '@mantine/core';
import { useDebouncedValue } from '@mantine/hooks';
import { IconPlus, IconSearch } from '@tabler/icons-react';
import { DEVICE_STATES, type DeviceResponse } from '@fettle/contracts';
import { useNavigate, useSearch } from '@tanstack/react-router';
import { useMemo, useState } from 'react';
import { LinkButton } from '../../../components/link-button';
import { PageHead } from '../../../components/page-head';
import { EmptyNote, ErrorNote, SkeletonRows } from '../../../components/screen-states';
import { useListKeys } from '../../../components/use-list-keys';
import { DEVICE_STATE_WORDS } from '../../../domains/device-words';
import { useMay } from '../../../session/session';
import { useDevices } from '../api/devices';
import { AddDevice } from '../components/add-device';
import { DeviceDrawer } from '../components/device-drawer';
import { DeviceLine } from '../components/device-line';
import styles from '../components/devices.module.css';
import { devicesHeadline } from '../components/headline';

function List({ devices }: { devices: readonly DeviceResponse[] }) {
  return (
    <>
      <div className={styles['head']} aria-hidden>
        <span>Device</span>
        <span>State</span>
        <span>Clock</span>
        <span>Gaps</span>
        <span>Late</span>
        <span>Rejects</span>
      </div>
      <ul className={styles['lines']}>
        {devices.map((device, index) => (
          <DeviceLine key={device.id} device={device} index={index} />
        ))}
      </ul>
    </>
  );
}

/** Who is talking, who is not, why? */
export default function Devices() {
  const { device: openedId, state, add } = useSearch({ from: '/app/devices' });
  const navigate = useNavigate({ from: '/devices' });
  const mayEdit = useMay('operator');
  const [text, setText] = useState('');
  const [q] = useDebouncedValue(text.trim(), 250);
  const devices = useDevices({ state, q: q === '' ? undefined : q });
  const items = useMemo(() => devices.data?.pages.flatMap((page) => page.items) ?? [], [devices.data]);
  useListKeys({ count: items.length });
  const filtered = state !== undefined || q !== '';
  return (
    <>
      <PageHead
        title={
          devices.data === undefined || filtered ? 'Devices' : devicesHeadline(items, devices.hasNextPage)
        }
        actions={
          mayEdit && (
            <LinkButton
              to="/devices"
              search={{ add: true }}
              leftSection={<IconPlus size={16} stroke={1.8} />}
            >
              Add a device
            </LinkButton>
          )
        }
      />
      <div className={styles['bar']}>
        <SegmentedControl
          aria-label="Which devices"
          value={state ?? 'all'}
          onChange={(next) =>
            void navigate({ search: { state: DEVICE_STATES.find((known) => known === next) } })
          }
          data={[
            { value: 'all', label: 'All' },
            ...DEVICE_STATES.map((value) => ({ value, label: DEVICE_STATE_WORDS[value] })),
          ]}
        />
        <TextInput
          placeholder="Filter by name"
          aria-label="Filter by name"
          leftSection={<IconSearch size={16} stroke={1.6} />}
          value={text}
          onChange={(event) => setText(event.currentTarget.value)}
        />
      </div>
      {devices.isPending && <SkeletonRows rows={8} height={64} />}
      {devices.error !== null && (
        <ErrorNote error={devices.error} what="the devices" onRetry={() => void devices.refetch()} />
      )}
      {devices.data !== undefined && items.length === 0 && (
        <EmptyNote title={filtered ? 'No device matches' : 'No devices yet'}>
          {filtered
            ? 'Nothing fits these filters.'
            : 'Add one: its name, what it speaks for, one line to copy, and its first reading shows up.'}
        </EmptyNote>
      )}
      {items.length > 0 && <List devices={items} />}
      {devices.hasNextPage && (
        <Button
          mt="md"
          variant="default"
          loading={devices.isFetchingNextPage}
          onClick={() => void devices.fetchNextPage()}
        >
          Show more
        </Button>
      )}
      {openedId !== undefined && (
        <DeviceDrawer
          key={openedId}
          id={openedId}
          mayEdit={mayEdit}
          onClose={() => void navigate({ search: (before) => ({ ...before, device: undefined }) })}
        />
      )}
      {add === true && mayEdit && <AddDevice onClose={() => void navigate({ search: { state } })} />}
    </>
  );
}
