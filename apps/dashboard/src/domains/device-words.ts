import type { DeviceState } from '@fettle/contracts';

/** The word for a device's state, everywhere. */
export const DEVICE_STATE_WORDS: Readonly<Record<DeviceState, string>> = {
  online: 'Talking',
  silent: 'Silent',
  never_seen: 'Never heard',
  disabled: 'Disabled',
};
