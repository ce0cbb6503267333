import type { AssetDetailResponse, DeviceResponse, ModelResponse } from '@fettle/contracts';
import type { DeviceProgramSpec, ReadingsInput } from '@fettle/device-models';
import { Button } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { useMemo, useState } from 'react';
import { unitWords } from '../../../charts/number-format';
import { EmptyNote, ErrorNote, SkeletonRows } from '../../../components/screen-states';
import { useDomains, wordingOf, findAssetType } from '../../../domains/domains';
import { dayMonth, fullTime, hourMinute } from '../../../time/calendar';
import { useRecordedReadings } from '../api/recordings';
import { judgeAll } from './judge-all';
import { MachineChoice, useChosenMachine } from './machine-choice';
import { exponentsOf, recordedSets, tellableRange, type RecordedSet } from './recorded-sets';
import { ScoreChart } from './score-chart';
import { openTrial, type Trial } from './trial';
import styles from './try-it.module.css';
import { VerdictPanel } from './verdict-panel';
import { WhatIf } from './what-if';

interface Program {
  readonly spec: DeviceProgramSpec;
  readonly input: ReadingsInput;
  readonly file: Uint8Array;
}

interface RecordedProps {
  readonly model: ModelResponse;
  readonly program: Program;
  readonly asset: AssetDetailResponse;
  readonly device: DeviceResponse;
}

const hoursWords = (hours: number): string => (hours === 1 ? 'hour' : `${hours} hours`);

/** `28 Nov, 14:05`: within a day the year and zone are told once, below. */
const momentWords = (t: number): string => `${dayMonth(t)}, ${hourMinute(t)}`;

/** Readings as text that a person edits, from the integers of frames. */
function textsOf(values: Int16Array, exponents: readonly number[]): string[] {
  return Array.from(values, (value, i) => (value * 10 ** exponents[i]!).toFixed(Math.max(0, -exponents[i]!)));
}

/** The same back; what is no number counts as 0. */
function valuesOf(texts: readonly string[], exponents: readonly number[]): Int16Array {
  return Int16Array.from(texts, (text, i) => {
    const value = Math.round(Number(text) / 10 ** exponents[i]!);
    return Number.isFinite(value) ? Math.max(-32768, Math.min(32767, value)) : 0;
  });
}

interface MomentProps {
  readonly input: ReadingsInput;
  readonly trial: Trial<Int16Array>;
  readonly asset: AssetDetailResponse;
  readonly set: RecordedSet;
}

/** One moment's readings, to be changed: what would the model say? */
function Moment({ input, trial, asset, set }: MomentProps) {
  const exponents = exponentsOf(input, asset.signals);
  const [edits, setEdits] = useState<Readonly<Record<number, string>>>({});
  const recorded = textsOf(set.values, exponents);
  const texts = recorded.map((text, i) => edits[i] ?? text);
  const verdict = trial.judge(valuesOf(texts, exponents));
  const wording = wordingOf(findAssetType(useDomains(), asset.assetTypeId), asset.signals);
  const shares = new Map(verdict.drivers.map(({ signal, share }) => [signal, share]));
  const signals = input.signals.map((name, i) => {
    const known = asset.signals.find((signal) => signal.name === name);
    return {
      name,
      label: known?.label ?? name,
      unit: unitWords(known?.unit ?? ''),
      text: texts[i]!,
      ...tellableRange(input, i, exponents[i]!),
      share: shares.get(name) ?? 0,
      changed: texts[i] !== recorded[i],
    };
  });
  const changed = signals.some((signal) => signal.changed);
  return (
    <>
      <div className={styles['stays']}>
        <VerdictPanel verdict={verdict} threshold={trial.threshold} labelOf={wording.signal} />
      </div>
      <div className={styles['moment']}>
        <h3>What if</h3>
        <span className="small soft">
          readings of {fullTime(set.t)}; sliders reach as far as the model sees
        </span>
        {changed && (
          <Button variant="default" size="compact-sm" onClick={() => setEdits({})}>
            As it was
          </Button>
        )}
      </div>
      <WhatIf
        signals={signals}
        onChange={(index, text) => setEdits((before) => ({ ...before, [index]: text }))}
      />
    </>
  );
}

function Recorded({ model, program, asset, device }: RecordedProps) {
  const newestMs = Date.parse(device.lastSeenAt ?? asset.createdAt);
  const [untilMs] = useState(newestMs);
  const readings = useRecordedReadings(device.id, untilMs);
  const [chosen, setChosen] = useState<number | null>(null);
  const { spec, input, file } = program;
  const sets = useMemo(
    () => recordedSets(input, exponentsOf(input, asset.signals), readings.data?.readings ?? []),
    [input, asset.signals, readings.data],
  );
  const trial = useMemo(() => openTrial(spec, file), [spec, file]);
  const verdicts = useQuery({
    queryKey: ['verdicts', model.hash, device.id, untilMs, sets.length],
    queryFn: ({ signal }) =>
      judgeAll(
        openTrial(spec, file),
        sets.map(({ values }) => values),
        signal,
      ),
    enabled: sets.length > 0,
    staleTime: Infinity,
    structuralSharing: false,
  });
  const error = readings.error ?? verdicts.error;
  if (error !== null)
    return <ErrorNote error={error} what="this recording" onRetry={() => void readings.refetch()} />;
  if (readings.data === undefined) return <SkeletonRows rows={4} height={72} />;
  if (sets.length === 0) return <NoSets input={input} asset={asset} hours={readings.data.hours} />;
  if (verdicts.data === undefined) return <SkeletonRows rows={4} height={72} />;
  const shown = Math.min(chosen ?? sets.length - 1, sets.length - 1);
  const alarms = verdicts.data.filter(({ alarm }) => alarm === true).length;
  return (
    <>
      <p className="small soft">
        {sets.length.toLocaleString('en-GB')} moments of its last {hoursWords(readings.data.hours)},{' '}
        {alarms === 0 ? 'none' : alarms} at or above the threshold.
      </p>
      <ScoreChart
        scores={verdicts.data.map(({ score }) => score)}
        threshold={trial.threshold}
        shown={shown}
        onShow={setChosen}
        nameOf={(index) => momentWords(sets[index]!.t)}
      />
      <Moment key={sets[shown]!.t} input={input} trial={trial} asset={asset} set={sets[shown]!} />
    </>
  );
}

interface NoSetsProps {
  readonly input: ReadingsInput;
  readonly asset: AssetDetailResponse;
  readonly hours: number;
}

function NoSets({ input, asset, hours }: NoSetsProps) {
  const known = new Set(asset.latest.filter(({ value }) => value !== null).map(({ signal }) => signal));
  const missing = input.signals.filter((signal) => !known.has(signal));
  return (
    <EmptyNote title={`No moment of the last ${hoursWords(hours)} is complete`}>
      {missing.length === 0
        ? 'The machine sent nothing in that time.'
        : `The model wants ${input.signals.length} signals at once; ${missing.length} never came: ${missing.slice(0, 4).join(', ')}.`}
    </EmptyNote>
  );
}

/** Tries a model of readings on what a machine sent, and on what it might have sent. */
export function ReadingsTry({ model, program }: { model: ModelResponse; program: Program }) {
  const [chosenId, setChosenId] = useState<string | null>(null);
  const machine = useChosenMachine(model, chosenId);
  const { asset, device } = machine;
  if (machine.chosenId === null && !machine.isPending)
    return (
      <EmptyNote title="No machine to try it on">
        It reads what a machine of its kind sends; this organisation has none yet.
      </EmptyNote>
    );
  return (
    <>
      <div className={styles['source']}>
        <MachineChoice model={model} machine={machine} onChoose={setChosenId} />
      </div>
      {machine.isPending && <SkeletonRows rows={4} height={72} />}
      {asset !== undefined && device === undefined && (
        <EmptyNote title="No device speaks for it">Choose another machine.</EmptyNote>
      )}
      {asset !== undefined && device !== undefined && (
        <Recorded key={device.id} model={model} program={program} asset={asset} device={device} />
      )}
    </>
  );
}
