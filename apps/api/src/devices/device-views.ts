import { DEVICE_SILENT_AFTER_MS, type DeviceResponse, type DeviceState } from '@fettle/contracts';
import type { StoredDevice } from '@fettle/persistence';
import { isoOrNull } from '../http/instants';

/** Whether a device talks, at this moment of the platform's clock. */
export function deviceState(device: StoredDevice, nowMs: number): DeviceState {
  if (device.disabled) return 'disabled';
  if (device.lastSeenMs === null) return 'never_seen';
  return nowMs - device.lastSeenMs <= DEVICE_SILENT_AFTER_MS ? 'online' : 'silent';
}

/** A device as REST shows it. Firmware and model are not reported by devices yet. */
export function showDevice(device: StoredDevice, nowMs: number): DeviceResponse {
  const { lastSeenMs, createdAt, ...rest } = device;
  return {
    ...rest,
    state: deviceState(device, nowMs),
    createdAt: createdAt.toISOString(),
    lastSeenAt: isoOrNull(lastSeenMs),
    firmware: null,
    model: null,
  };
}
