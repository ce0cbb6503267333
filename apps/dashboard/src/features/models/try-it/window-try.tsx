import type { AssetDetailResponse, ModelResponse } from '@fettle/contracts';
import { AppError } from '@fettle/kernel';
import { Button, FileButton, Select } from '@mantine/core';
import { IconUpload } from '@tabler/icons-react';
import { useQuery } from '@tanstack/react-query';
import { useMemo, useState } from 'react';
import { ErrorNote, SkeletonRows } from '../../../components/screen-states';
import { clockTime, dayMonth, fullTime } from '../../../time/calendar';
import { useSnippet, useSnippets } from '../api/recordings';
import { useFileDrop } from '../components/use-file-drop';
import { judgeAll } from './judge-all';
import { MachineChoice, useChosenMachine } from './machine-choice';
import { readRecording, snippetRecording, windowsOf, type Recording } from './recording';
import { ScoreChart } from './score-chart';
import type { Trial, Verdict } from './trial';
import styles from './try-it.module.css';
import { VerdictPanel } from './verdict-panel';

/** Windows of one recording that are judged. */
const MOST_WINDOWS = 2000;

/** How a model that looks at windows is tried: a fresh one a recording, and what becomes of its samples. */
export interface WindowTrial<V extends Int16Array | Float64Array> {
  readonly open: () => Trial<V>;
  readonly samplesOf: (recording: Recording) => V;
  /** Null: the model does not say. */
  readonly sampleRateHz: number | null;
}

interface WindowTryProps<V extends Int16Array | Float64Array> {
  readonly model: ModelResponse;
  readonly trial: WindowTrial<V>;
}

interface Judged {
  readonly verdicts: readonly Verdict[];
  readonly inputSize: number;
  readonly threshold: number | null;
  readonly left: number;
}

async function judge<V extends Int16Array | Float64Array>(
  { open, samplesOf }: WindowTrial<V>,
  recording: Recording,
  signal: AbortSignal,
): Promise<Judged> {
  const trial = open();
  const samples = samplesOf(recording);
  const windows = windowsOf(samples, trial.inputSize, MOST_WINDOWS);
  const verdicts = await judgeAll(trial, windows, signal);
  const { inputSize, threshold } = trial;
  return { verdicts, inputSize, threshold, left: samples.length - windows.length * inputSize };
}

function RateNote({ has, wants }: { has: number | null; wants: number | null }) {
  if (has === null || wants === null || Math.abs(has - wants) <= wants * 0.01) return null;
  return (
    <p role="alert">
      Recorded at {has.toLocaleString('en-GB')} Hz; the model was made for {wants.toLocaleString('en-GB')} Hz.
      What it says of this recording means little.
    </p>
  );
}

function Result<V extends Int16Array | Float64Array>({
  model,
  trial,
  recording,
}: WindowTryProps<V> & { recording: Recording }) {
  const [shown, setShown] = useState(0);
  const judged = useQuery({
    queryKey: ['verdicts', model.hash, recording.id],
    queryFn: ({ signal }) => judge(trial, recording, signal),
    gcTime: 0,
    structuralSharing: false,
  });
  if (judged.error !== null) return <Refused error={judged.error} />;
  if (judged.data === undefined) return <SkeletonRows rows={3} height={72} />;
  const { verdicts, inputSize, threshold, left } = judged.data;
  const rate = recording.sampleRateHz ?? trial.sampleRateHz;
  const nameOf = (index: number): string =>
    rate === null ? `window ${index + 1}` : `${((index * inputSize) / rate).toFixed(2)} s`;
  return (
    <>
      <RateNote has={recording.sampleRateHz} wants={trial.sampleRateHz} />
      <p className="small soft">
        {recording.name}: {verdicts.length} {verdicts.length === 1 ? 'window' : 'windows'} of{' '}
        {inputSize.toLocaleString('en-GB')} samples
        {left > 0 && `, ${left.toLocaleString('en-GB')} samples left out at the end`}.
      </p>
      {verdicts.length > 1 && (
        <ScoreChart
          scores={verdicts.map(({ score }) => score)}
          threshold={threshold}
          shown={shown}
          onShow={setShown}
          nameOf={nameOf}
        />
      )}
      <VerdictPanel verdict={verdicts[Math.min(shown, verdicts.length - 1)]!} threshold={threshold} />
    </>
  );
}

function Refused({ error }: { error: unknown }) {
  const { code, message } =
    error instanceof AppError ? error : { code: 'DASHBOARD.UNEXPECTED', message: String(error) };
  return (
    <p role="alert">
      Not read: {message} <code>{code}</code>
    </p>
  );
}

interface SnippetChoiceProps {
  readonly deviceId: string | null;
  /** Samples of a window: what is shorter cannot be chosen. */
  readonly least: number;
  readonly onChoose: (id: string | null) => void;
}

/** What a device sent, newest first; a channel is told where there are several. */
function SnippetChoice({ deviceId, least, onChoose }: SnippetChoiceProps) {
  const snippets = useSnippets(deviceId);
  const items = snippets.data ?? [];
  const channels = new Set(items.map(({ channel }) => channel)).size;
  return (
    <Select
      label="Raw samples it sent"
      placeholder={items.length === 0 ? 'none; ask for some on the Devices screen' : 'Choose a recording'}
      disabled={items.length === 0}
      data={items.map(({ id, at, channel, samples }) => ({
        value: id,
        disabled: samples < least,
        label: [
          `${dayMonth(Date.parse(at))}, ${clockTime(Date.parse(at))}`,
          ...(channels > 1 ? [`channel ${channel}`] : []),
          `${samples.toLocaleString('en-GB')} samples${samples < least ? ', too few' : ''}`,
        ].join(', '),
      }))}
      onChange={onChoose}
    />
  );
}

interface DeviceChoiceProps {
  readonly devices: readonly AssetDetailResponse['devices'][number][];
  readonly chosen: string | null;
  readonly onChoose: (id: string | null) => void;
}

/** Which of a machine's devices; nothing where it has but one. */
function DeviceChoice({ devices, chosen, onChoose }: DeviceChoiceProps) {
  if (devices.length < 2) return null;
  const data = devices.map(({ id, name }) => ({ value: id, label: name }));
  return (
    <Select
      label="Its device"
      allowDeselect={false}
      data={data.sort((a, b) => a.label.localeCompare(b.label, 'en'))}
      value={chosen}
      onChange={onChoose}
    />
  );
}

/** A recording from a device's snippets, or from a file; dropped or chosen. */
export function WindowTry<V extends Int16Array | Float64Array>({ model, trial }: WindowTryProps<V>) {
  const [assetId, setAssetId] = useState<string | null>(null);
  const machine = useChosenMachine(model, assetId);
  const [deviceId, setDeviceId] = useState<string | null>(null);
  const devices = machine.asset?.devices ?? [];
  const device = devices.find(({ id }) => id === deviceId) ?? machine.device;
  const least = useMemo(() => trial.open().inputSize, [trial]);
  const [snippetId, setSnippetId] = useState<string | null>(null);
  const snippet = useSnippet(snippetId);
  const [fromFile, setFromFile] = useState<Recording | null>(null);
  const [refused, setRefused] = useState<unknown>(null);
  const read = async (file: File | null): Promise<void> => {
    if (file === null) return;
    setSnippetId(null);
    try {
      const bytes = new Uint8Array(await file.arrayBuffer());
      setFromFile(readRecording(`read at ${performance.now()}`, file.name, bytes));
      setRefused(null);
    } catch (error) {
      setFromFile(null);
      setRefused(error);
    }
  };
  const choose = (id: string | null): void => {
    setFromFile(null);
    setRefused(null);
    setSnippetId(id);
  };
  const { over, area } = useFileDrop((file) => void read(file));
  const chosen = snippetId === null ? undefined : snippet.data;
  const recording =
    chosen === undefined
      ? fromFile
      : snippetRecording(
          chosen.id,
          `Channel ${chosen.channel} at ${fullTime(Date.parse(chosen.at))}`,
          chosen.data,
          chosen.sampleRateHz,
        );
  return (
    <div {...area} className={styles['drop']} data-over={over}>
      <div className={styles['source']}>
        <MachineChoice
          model={model}
          machine={machine}
          onChoose={(id) => {
            choose(null);
            setAssetId(id);
          }}
        />
        <DeviceChoice
          devices={devices}
          chosen={device?.id ?? null}
          onChoose={(id) => {
            choose(null);
            setDeviceId(id);
          }}
        />
        <SnippetChoice key={device?.id} deviceId={device?.id ?? null} least={least} onChoose={choose} />
        <FileButton accept=".i16,.csv,.txt" onChange={(file) => void read(file)}>
          {(props) => (
            <Button {...props} variant="default" leftSection={<IconUpload size={16} stroke={1.8} />}>
              From a file
            </Button>
          )}
        </FileButton>
      </div>
      {refused !== null && <Refused error={refused} />}
      {snippet.error !== null && <ErrorNote error={snippet.error} what="this recording" />}
      {snippetId !== null && snippet.isPending && <SkeletonRows rows={3} height={72} />}
      {recording === null ? (
        refused === null &&
        snippetId === null && (
          <p className="soft">
            Choose what a device sent, or drop a file: .i16 (16-bit samples, little endian), or .csv with the
            value in the last column.
          </p>
        )
      ) : (
        <Result key={recording.id} model={model} trial={trial} recording={recording} />
      )}
    </div>
  );
}
