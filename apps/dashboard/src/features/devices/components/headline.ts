import type { DeviceResponse } from '@fettle/contracts';

/** The devices in one line: who is not talking. `more` when not all of them are loaded. */
export function devicesHeadline(devices: readonly DeviceResponse[], more: boolean): string {
  if (devices.length === 0) return 'No devices yet';
  const plus = more ? '+' : '';
  const silent = devices.filter((device) => device.state === 'silent').length;
  const never = devices.filter((device) => device.state === 'never_seen').length;
  if (silent === 0 && never === 0) return `All ${devices.length}${plus} devices are talking`;
  const parts = [silent > 0 ? `${silent} silent` : '', never > 0 ? `${never} never heard` : ''].filter(
    (part) => part !== '',
  );
  return `${parts.join(', ')} of ${devices.length}${plus} devices`;
}
