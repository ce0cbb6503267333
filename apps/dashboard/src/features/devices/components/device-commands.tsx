import type { CommandState, DeviceCommandResponse } from '@fettle/contracts';
import { Button, Select } from '@mantine/core';
import { useState } from 'react';
import { TimeAgo } from '../../../components/time-ago';
import { StateShape } from '../../../components/urgency-mark';
import { asApiError } from '../../../http/api-error';
import {
  useCommands,
  useGiveCommand,
  useInstallPackage,
  useModelPackages,
  type CommandToGive,
} from '../api/commands';
import { COMMAND_STATE_MEANINGS, COMMAND_STATE_WORDS, commandWords } from './command-words';
import styles from './devices.module.css';

const SHAPES: Readonly<Record<CommandState, 'learning' | 'healthy' | 'warning' | 'off'>> = {
  pending: 'learning',
  sent: 'learning',
  done: 'healthy',
  refused: 'warning',
  expired: 'off',
};

const INTERVALS = [
  { value: '1000', label: 'second' },
  { value: '10000', label: '10 seconds' },
  { value: '60000', label: 'minute' },
  { value: '600000', label: '10 minutes' },
  { value: '3600000', label: 'hour' },
] as const;

function Refusal({ error }: { error: Error | null }) {
  if (error === null) return null;
  const { code, message } = asApiError(error);
  return (
    <p role="alert">
      {message} <code>{code}</code>
    </p>
  );
}

function Interval({ onGive, busy }: { onGive: (command: CommandToGive) => void; busy: boolean }) {
  const [milliseconds, setMilliseconds] = useState<string>('60000');
  return (
    <div className={styles['commandRow']}>
      <Select
        aria-label="Report every"
        leftSection="every"
        leftSectionWidth={56}
        allowDeselect={false}
        data={[...INTERVALS]}
        value={milliseconds}
        onChange={(value) => value !== null && setMilliseconds(value)}
      />
      <Button
        variant="default"
        disabled={busy}
        onClick={() => onGive({ command: 'interval', milliseconds: Number(milliseconds) })}
      >
        Set the interval
      </Button>
    </div>
  );
}

function Install({ deviceId }: { deviceId: string }) {
  const packages = useModelPackages().data ?? [];
  const install = useInstallPackage(deviceId);
  const [chosen, setChosen] = useState<string | null>(null);
  if (packages.length === 0) return null;
  return (
    <>
      <div className={styles['commandRow']}>
        <Select
          aria-label="Model package"
          placeholder="A model package"
          data={packages.map(({ id, name, version, target }) => ({
            value: id,
            label: `${name}@${version}, ${target}`,
          }))}
          value={chosen}
          onChange={setChosen}
        />
        <Button
          variant="default"
          disabled={chosen === null}
          loading={install.isPending}
          onClick={() => chosen !== null && install.mutate(chosen)}
        >
          Install
        </Button>
      </div>
      <Refusal error={install.error} />
    </>
  );
}

function Given({ command }: { command: DeviceCommandResponse }) {
  const { state, reason, createdAt, createdBy } = command;
  return (
    <li>
      <span className={styles['given']}>
        <span>{commandWords(command.command)}</span>
        <span title={COMMAND_STATE_MEANINGS[state]}>
          <StateShape shape={SHAPES[state]} size={14} /> {COMMAND_STATE_WORDS[state]}
        </span>
      </span>
      <span className="small soft">
        <TimeAgo at={createdAt} />
        {createdBy !== null && `, ${createdBy}`}
        {reason !== '' && `. It says: ${reason}`}
        {(state === 'pending' || state === 'expired') && `. ${COMMAND_STATE_MEANINGS[state]}`}
      </span>
    </li>
  );
}

/** What a device was told to do and what came of it; operators can tell it more. */
export function DeviceCommands({ deviceId, mayGive }: { deviceId: string; mayGive: boolean }) {
  const commands = useCommands(deviceId);
  const give = useGiveCommand(deviceId);
  const [sure, setSure] = useState(false);
  const tell = (command: CommandToGive): void => give.mutate(command);
  const reboot = (): void => {
    if (sure) tell({ command: 'reboot' });
    setSure(!sure);
  };
  return (
    <>
      {mayGive && (
        <>
          <div className={styles['drawerActions']}>
            <Button variant="default" disabled={give.isPending} onClick={() => tell({ command: 'send_raw' })}>
              Send raw samples
            </Button>
            <Button variant="default" disabled={give.isPending} onClick={() => tell({ command: 'identify' })}>
              Identify
            </Button>
            <Button variant="default" disabled={give.isPending} onClick={reboot}>
              {sure ? 'Really reboot?' : 'Reboot'}
            </Button>
          </div>
          <Interval onGive={tell} busy={give.isPending} />
          <Install deviceId={deviceId} />
          <Refusal error={give.error} />
        </>
      )}
      <Refusal error={commands.error} />
      {commands.data?.length === 0 && <p className="soft">It was told nothing yet.</p>}
      {commands.data !== undefined && commands.data.length > 0 && (
        <ul className={styles['rejects']} aria-label="Commands">
          {commands.data.map((command) => (
            <Given key={command.id} command={command} />
          ))}
        </ul>
      )}
    </>
  );
}
