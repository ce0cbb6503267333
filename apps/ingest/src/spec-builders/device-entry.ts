import type { DeviceEntry, SignalRef } from '@fettle/persistence';
import { hashSecret } from '@fettle/persistence';
import { uuidv7 } from '@fettle/kernel';

export const SECRET = 'a secret';

const SIGNALS: readonly SignalRef[] = [
  { id: 1, name: 'temperature', min: -100, max: 2_000, exponent: -2, kind: 'gauge' },
  { id: 2, name: 'humidity', min: 0, max: 100, exponent: -2, kind: 'gauge' },
  { id: 3, name: 'state', min: 0, max: 10, exponent: 0, kind: 'label' },
  { id: 1_024, name: 'any', min: -Number.MAX_VALUE, max: Number.MAX_VALUE, exponent: null, kind: 'gauge' },
];

/** A device with a few signals; what is given replaces the rest. */
export function deviceEntry(over: Partial<DeviceEntry> = {}, signals = SIGNALS): DeviceEntry {
  const secretSalt = Buffer.from('salt');
  return {
    deviceId: uuidv7(2),
    tenantId: uuidv7(1),
    assetId: uuidv7(3),
    assetTypeId: 'generic.sensor',
    domain: 'generic',
    disabled: false,
    secretSalt,
    secretHash: hashSecret(SECRET, secretSalt),
    tokenHash: null,
    signals: new Map(signals.map((signal) => [signal.name, signal])),
    signalsById: new Map(signals.map((signal) => [signal.id, signal])),
    ...over,
  };
}
