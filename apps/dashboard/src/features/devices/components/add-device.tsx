import type { AssetTypeResponse, DeviceCredentialsResponse } from '@fettle/contracts';
import { Button, Drawer, SegmentedControl, Select, TextInput } from '@mantine/core';
import { useDebouncedValue } from '@mantine/hooks';
import { useState, type SyntheticEvent } from 'react';
import { findAssetType, useDomains } from '../../../domains/domains';
import { asApiError } from '../../../http/api-error';
import { useAddDevice, useAssetChoices, useSites, type Machine } from '../api/devices';
import { Credentials } from './credentials';
import styles from './devices.module.css';

interface NewMachine {
  readonly name: string;
  readonly typeId: string | null;
  readonly siteId: string | null;
  readonly siteName: string;
}

interface MachineFieldsProps {
  readonly value: NewMachine;
  readonly onChange: (value: NewMachine) => void;
}

const NEW_PLACE = 'new';

function MachineFields({ value, onChange }: MachineFieldsProps) {
  const domains = useDomains();
  const sites = useSites().data ?? [];
  const placed = value.siteId ?? sites[0]?.id ?? NEW_PLACE;
  return (
    <>
      <TextInput
        label="The machine’s name"
        required
        maxLength={120}
        value={value.name}
        onChange={(event) => onChange({ ...value, name: event.currentTarget.value })}
      />
      <Select
        label="What it is"
        required
        searchable
        data={domains.map((domain) => ({
          group: domain.label,
          items: domain.assetTypes.map((type) => ({ value: type.id, label: type.label })),
        }))}
        value={value.typeId}
        onChange={(typeId) => onChange({ ...value, typeId })}
      />
      <Select
        label="Where it is"
        data={[
          ...sites.map((site) => ({ value: site.id, label: site.name })),
          { value: NEW_PLACE, label: 'A new place' },
        ]}
        value={placed}
        allowDeselect={false}
        onChange={(siteId) => onChange({ ...value, siteId })}
      />
      {placed === NEW_PLACE && (
        <TextInput
          label="The place’s name"
          required
          maxLength={120}
          value={value.siteName}
          onChange={(event) => onChange({ ...value, siteName: event.currentTarget.value })}
        />
      )}
    </>
  );
}

/** What an example sends where the signal allows it: a number that nobody takes for a fault. */
const EXAMPLE = 21.5;

/** A measured signal of the machine and a value within its range, for an example that will be accepted. */
function exampleOf(type: AssetTypeResponse | undefined): { signal?: string; value?: number } {
  const signal = type?.signals.find(({ kind, unit }) => kind === 'gauge' && unit !== '1') ?? type?.signals[0];
  if (signal === undefined) return {};
  const { name, min, max } = signal;
  if (min === null || max === null || (min <= EXAMPLE && EXAMPLE <= max))
    return { signal: name, value: EXAMPLE };
  return { signal: name, value: Number(((min + max) / 2).toPrecision(3)) };
}

function useForm(onCreated: (created: DeviceCredentialsResponse) => void) {
  const add = useAddDevice();
  const sites = useSites().data ?? [];
  const [name, setName] = useState('');
  const [isNew, setIsNew] = useState<boolean | null>(null);
  const [assetId, setAssetId] = useState<string | null>(null);
  const [fresh, setFresh] = useState<NewMachine>({ name: '', typeId: null, siteId: null, siteName: '' });
  const siteId = fresh.siteId ?? sites[0]?.id ?? NEW_PLACE;
  const machine = (asNew: boolean): Machine | null => {
    if (!asNew) return assetId === null ? null : { assetId };
    if (fresh.typeId === null) return null;
    return {
      assetName: fresh.name,
      assetTypeId: fresh.typeId,
      site: siteId === NEW_PLACE ? { name: fresh.siteName } : { id: siteId },
    };
  };
  const submit = (asNew: boolean) => (event: SyntheticEvent) => {
    event.preventDefault();
    const chosen = machine(asNew);
    if (chosen !== null) add.mutate({ name, machine: chosen }, { onSuccess: onCreated });
  };
  return { add, name, setName, isNew, setIsNew, assetId, setAssetId, fresh, setFresh, machine, submit };
}

/** Adds a device in two steps: what it speaks for, then its credentials and its first message. */
export function AddDevice({ onClose }: { onClose: () => void }) {
  const [created, setCreated] = useState<DeviceCredentialsResponse | null>(null);
  const [text, setText] = useState('');
  const [asked] = useDebouncedValue(text, 200);
  const domains = useDomains();
  const choices = useAssetChoices(asked);
  const form = useForm(setCreated);
  const none = choices.data?.length === 0 && asked === '';
  const asNew = form.isNew ?? none;
  const asset = choices.data?.find((known) => known.id === form.assetId);
  const typeId = asNew ? form.fresh.typeId : (asset?.assetTypeId ?? null);
  const error = form.add.error === null ? null : asApiError(form.add.error);
  return (
    <Drawer
      opened
      onClose={onClose}
      position="right"
      size={560}
      title={created === null ? 'Add a device' : created.name}
      closeOnClickOutside={created === null}
    >
      {created !== null ? (
        <>
          <Credentials
            credentials={created}
            {...exampleOf(typeId === null ? undefined : findAssetType(domains, typeId))}
          />
          <Button mt="md" variant="default" onClick={onClose}>
            Done
          </Button>
        </>
      ) : (
        <form className={styles['form']} onSubmit={form.submit(asNew)}>
          <TextInput
            label="The device’s name"
            required
            autoFocus
            maxLength={120}
            value={form.name}
            onChange={(event) => form.setName(event.currentTarget.value)}
          />
          <SegmentedControl
            aria-label="Machine"
            value={asNew ? 'new' : 'known'}
            onChange={(value) => form.setIsNew(value === 'new')}
            data={[
              { value: 'known', label: 'A machine of the fleet' },
              { value: 'new', label: 'A new machine' },
            ]}
          />
          {asNew ? (
            <MachineFields value={form.fresh} onChange={form.setFresh} />
          ) : (
            <Select
              label="It speaks for"
              placeholder="Type to find a machine"
              required
              searchable
              onSearchChange={(value) => setText(value === asset?.name ? '' : value)}
              data={(choices.data ?? []).map((known) => ({ value: known.id, label: known.name }))}
              nothingFoundMessage="No machine is called that"
              value={form.assetId}
              onChange={form.setAssetId}
            />
          )}
          {error !== null && (
            <p role="alert">
              {error.message} <code>{error.code}</code>
            </p>
          )}
          <Button type="submit" loading={form.add.isPending} disabled={form.machine(asNew) === null}>
            Make its credentials
          </Button>
        </form>
      )}
    </Drawer>
  );
}
