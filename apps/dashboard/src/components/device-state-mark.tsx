import type { DeviceState } from '@fettle/contracts';
import { DEVICE_STATE_WORDS } from '../domains/device-words';
import { StateShape } from './urgency-mark';

const SHAPES = { online: 'healthy', silent: 'warning', never_seen: 'learning', disabled: 'off' } as const;

/** Shape and word of a device's state. */
export function DeviceStateMark({ state }: { state: DeviceState }) {
  return (
    <span style={{ display: 'inline-flex', alignItems: 'center', gap: 6, whiteSpace: 'nowrap' }}>
      <StateShape shape={SHAPES[state]} size={14} />
      {DEVICE_STATE_WORDS[state]}
    </span>
  );
}
