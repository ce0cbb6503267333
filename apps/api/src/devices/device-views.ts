import {
  DEVICE_SILENT_AFTER_MS,
  type DeviceResponse,
  type DeviceSoftwareResponse,
  type DeviceState,
} from '@fettle/contracts';
import { downloadBytes } from '@fettle/model-package';
import type { DeviceSoftware, StoredDevice } from '@fettle/persistence';
import { iso, isoOrNull } from '../http/instants';

/** Whether a device talks, at this moment of the platform's clock. */
export function deviceState(device: StoredDevice, nowMs: number): DeviceState {
  if (device.disabled) return 'disabled';
  if (device.lastSeenMs === null) return 'never_seen';
  return nowMs - device.lastSeenMs <= DEVICE_SILENT_AFTER_MS ? 'online' : 'silent';
}

/** A device as REST shows it. */
export function showDevice(device: StoredDevice, nowMs: number): DeviceResponse {
  const { lastSeenMs, createdAt, software, ...rest } = device;
  return {
    ...rest,
    state: deviceState(device, nowMs),
    createdAt: createdAt.toISOString(),
    lastSeenAt: isoOrNull(lastSeenMs),
    firmware: software?.firmware ?? null,
    model: software?.model || null,
    software: showSoftware(software),
  };
}

/** Devices say "none" with an empty text or a dash; REST with null, as it does where a device said nothing. */
function showSoftware(software: DeviceSoftware | null): DeviceSoftwareResponse {
  return {
    package: software?.package || null,
    slot: software?.slot === '-' ? null : (software?.slot ?? null),
    boot: software?.boot ?? null,
    helloAt: isoOrNull(software?.helloMs ?? null),
    installation: software === null ? null : showInstallation(software),
  };
}

function showInstallation(software: DeviceSoftware): DeviceSoftwareResponse['installation'] {
  const { installing, installState, installReason, installOffset, installMs, installBytes } = software;
  if (installing === null || installState === null || installMs === null) return null;
  return {
    package: installing,
    state: installState,
    reason: installReason ?? '',
    offset: installOffset,
    bytes: installBytes === null ? null : downloadBytes(installBytes),
    at: iso(installMs),
  };
}
