/** The four packets that a publisher needs, MQTT 3.1.1 (OASIS, 2014), sections 3.1 to 3.4. */
const CONNACK = 2;
const PUBACK = 4;

export interface PacketHandlers {
  connack(code: number): void;
  puback(packetId: number): void;
}

function lengthPrefixed(text: string): Buffer {
  const bytes = Buffer.from(text, 'utf8');
  const out = Buffer.allocUnsafe(2 + bytes.length);
  out.writeUInt16BE(bytes.length, 0);
  bytes.copy(out, 2);
  return out;
}

function remainingLength(length: number): Buffer {
  const digits: number[] = [];
  do {
    const rest = Math.floor(length / 128);
    digits.push((length % 128) | (rest > 0 ? 0x80 : 0));
    length = rest;
  } while (length > 0);
  return Buffer.from(digits);
}

function packet(header: number, parts: readonly Uint8Array[]): Buffer {
  const length = parts.reduce((sum, part) => sum + part.length, 0);
  return Buffer.concat([Buffer.from([header]), remainingLength(length), ...parts]);
}

/** CONNECT with a clean session, no keep-alive, user name and password. */
export function encodeConnect(device: { clientId: string; username: string; password: string }): Buffer {
  const fixed = Buffer.from([0, 4, 0x4d, 0x51, 0x54, 0x54, 4, 0xc2, 0, 0]);
  const fields = [device.clientId, device.username, device.password].map(lengthPrefixed);
  return packet(0x10, [fixed, ...fields]);
}

/** PUBLISH with QoS 1. */
export function encodePublish(topic: string, packetId: number, payload: Uint8Array): Buffer {
  return packet(0x32, [lengthPrefixed(topic), Buffer.from([packetId >> 8, packetId & 0xff]), payload]);
}

/** Hands each whole packet in `bytes` to its handler and returns the bytes of the last, unfinished one. */
export function readPackets(bytes: Buffer, handlers: PacketHandlers): Buffer {
  let at = 0;
  while (at + 2 <= bytes.length) {
    let length = 0;
    let shift = 0;
    let body = at + 1;
    let more = true;
    while (more && body < bytes.length) {
      const digit = bytes[body++]!;
      length += (digit & 0x7f) << shift;
      shift += 7;
      more = (digit & 0x80) !== 0;
    }
    if (more || body + length > bytes.length) break;
    const type = bytes[at]! >> 4;
    if (type === CONNACK) handlers.connack(bytes[body + 1]!);
    else if (type === PUBACK) handlers.puback(bytes.readUInt16BE(body));
    at = body + length;
  }
  return bytes.subarray(at);
}
