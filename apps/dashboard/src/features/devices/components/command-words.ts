import type { CommandState, DeviceCommand, PackageState } from '@fettle/contracts';
import { shortCount } from '../../../charts/number-format';
import { shortDuration } from '../../../time/relative-time';

/** A command as people say it: `report every 10 s`. */
export function commandWords(command: DeviceCommand): string {
  switch (command.command) {
    case 'interval':
      return `report every ${shortDuration(command.milliseconds)}`;
    case 'thresholds':
      return 'other thresholds';
    case 'send_raw':
      return `send raw samples of channel ${command.channel}`;
    case 'identify':
      return `show itself for ${command.seconds} s`;
    case 'reboot':
      return 'reboot';
    case 'install':
      return `install package ${command.package.slice(0, 7)}`;
  }
}

/** The word for a command's state, and the shape that goes with it. */
export const COMMAND_STATE_WORDS: Readonly<Record<CommandState, string>> = {
  pending: 'Waiting',
  sent: 'Sent',
  done: 'Done',
  refused: 'Refused',
  expired: 'Expired',
};

export const COMMAND_STATE_MEANINGS: Readonly<Record<CommandState, string>> = {
  pending: 'the device does not listen; it gets it at its next hello',
  sent: 'handed to the device, no answer yet',
  done: 'the device says that it did it',
  refused: 'the device says that it will not',
  expired: 'no answer came in time; it is not sent any more',
};

/** How an installation stands, in words. Bytes received, and in all; null where nobody knows. */
export function installationWords(state: PackageState, offset: number | null, bytes: number | null): string {
  switch (state) {
    case 'receiving': {
      if (offset === null) return 'being received';
      if (bytes === null) return `${shortCount(offset)} bytes received`;
      return `${Math.floor((100 * offset) / Math.max(1, bytes))} % of ${shortCount(bytes)} bytes received`;
    }
    case 'verified':
      return 'received and verified, not running yet';
    case 'trial':
      return 'running on trial; it may still fall back';
    case 'active':
      return 'running';
    case 'rejected':
      return 'rejected by the device';
    case 'fell_back':
      return 'fell back to the one before';
  }
}
