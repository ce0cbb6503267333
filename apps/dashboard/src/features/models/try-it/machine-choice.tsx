import type { AssetDetailResponse, DeviceResponse, ModelResponse } from '@fettle/contracts';
import { Select } from '@mantine/core';
import { useDebouncedValue } from '@mantine/hooks';
import { useState } from 'react';
import { asApiError } from '../../../http/api-error';
import { useFittingAssets, useTriedAsset } from '../api/recordings';

interface ChosenMachine {
  readonly asset: AssetDetailResponse | undefined;
  readonly device: DeviceResponse | undefined;
  readonly chosenId: string | null;
  readonly isPending: boolean;
}

/** The machine whose recordings are tried: the one chosen, else the first that the model fits; and its device that spoke last. */
export function useChosenMachine(model: ModelResponse, chosenId: string | null): ChosenMachine {
  const fitting = useFittingAssets(model, '');
  const id = chosenId ?? fitting.data?.[0]?.id ?? null;
  const tried = useTriedAsset(id);
  const asset = tried.data;
  const device = [...(asset?.devices ?? [])].sort((a, b) =>
    (b.lastSeenAt ?? '').localeCompare(a.lastSeenAt ?? ''),
  )[0];
  return { asset, device, chosenId: id, isPending: fitting.isPending || (id !== null && tried.isPending) };
}

interface MachineChoiceProps {
  readonly model: ModelResponse;
  readonly machine: ChosenMachine;
  readonly onChoose: (assetId: string) => void;
}

/** Chooses among the machines that the model fits. */
export function MachineChoice({ model, machine, onChoose }: MachineChoiceProps) {
  const [text, setText] = useState('');
  const [asked] = useDebouncedValue(text, 200);
  const name = machine.asset?.name;
  const choices = useFittingAssets(model, asked === name ? '' : asked);
  const known = choices.data ?? [];
  const data = known.map((asset) => ({ value: asset.id, label: asset.name }));
  const chosen = machine.asset;
  if (chosen !== undefined && !known.some(({ id }) => id === chosen.id))
    data.unshift({ value: chosen.id, label: chosen.name });
  return (
    <Select
      label="Recorded by"
      searchable
      allowDeselect={false}
      data={data}
      value={machine.chosenId}
      onSearchChange={setText}
      onChange={(id) => id !== null && onChoose(id)}
      nothingFoundMessage="No machine that it fits is called that"
      error={choices.error === null ? undefined : asApiError(choices.error).code}
    />
  );
}
