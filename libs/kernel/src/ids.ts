import { AppError } from './app-error';

const HEX = Array.from({ length: 256 }, (_, byte) => byte.toString(16).padStart(2, '0'));
const UUID = /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/;

/** True for a lower-case, hyphenated UUID of any version. */
export function isUuid(text: string): boolean {
  return UUID.test(text);
}

/**
 * A UUID version 7 (RFC 9562, 5.7): sorts by the time it was made, 74 random bits.
 * Uses the runtime's cryptographic generator, present in Node and browsers alike.
 */
export function uuidv7(nowMs: number): string {
  const bytes = globalThis.crypto.getRandomValues(new Uint8Array(16));
  let rest = nowMs;
  for (let i = 5; i >= 0; i--) {
    bytes[i] = rest % 256;
    rest = Math.floor(rest / 256);
  }
  bytes[6] = 0x70 | (bytes[6]! & 0x0f);
  bytes[8] = 0x80 | (bytes[8]! & 0x3f);
  const hex = Array.from(bytes, (byte) => HEX[byte]!);
  const part = (from: number, to: number): string => hex.slice(from, to).join('');
  return `${part(0, 4)}-${part(4, 6)}-${part(6, 8)}-${part(8, 10)}-${part(10, 16)}`;
}

/** The key under which everything of one device is ordered in the event log: `tenant/device`. */
export function deviceKey(tenantId: string, deviceId: string): string {
  return `${tenantId}/${deviceId}`;
}

/** The inverse of {@link deviceKey}. Throws `KEY.MALFORMED` when the text is not two UUIDs joined by a slash. */
export function parseDeviceKey(key: string): { tenantId: string; deviceId: string } {
  const tenantId = key.slice(0, 36);
  const deviceId = key.slice(37);
  if (key[36] !== '/' || !isUuid(tenantId) || !isUuid(deviceId)) {
    throw new AppError('KEY.MALFORMED', 'a device key is tenant/device, both UUIDs');
  }
  return { tenantId, deviceId };
}
