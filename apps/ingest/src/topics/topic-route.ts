import { isUuid } from '@fettle/kernel';

/** Ways in; each is a folder under `doors/` and a row in `doors/registry.ts`. */
export type DoorName = 'frames' | 'json' | 'status' | 'events' | 'sparkplug' | 'thingsboard';

/** Where a message wants to go. `null` for tenant or device: the topic does not say, the credential does. */
export interface TopicRoute {
  readonly door: DoorName;
  readonly tenantId: string | null;
  readonly deviceId: string | null;
  /** Sparkplug's message type, e.g. `DDATA`; empty for the other doors. */
  readonly messageType: string;
}

const FETTLE_PREFIX = 'fettle/v1/';
const SPARKPLUG_PREFIX = 'spBv1.0/';
const TENANT_END = FETTLE_PREFIX.length + 36;
const DEVICE_END = TENANT_END + 1 + 36;

/** By the last level of a device's own topic. */
const DOOR_BY_LEAF: ReadonlyMap<string, DoorName> = new Map([
  ['/frames', 'frames'],
  ['/json', 'json'],
  ['/status', 'status'],
  ['/events', 'events'],
]);

/** The ThingsBoard device API's telemetry topic. */
export const THINGSBOARD_TELEMETRY = 'v1/devices/me/telemetry';
/** Everything under it is one device's own view there; nothing is ever published to it from here. */
export const THINGSBOARD_PREFIX = 'v1/devices/me/';

const SPARKPLUG_TYPES: ReadonlySet<string> = new Set([
  'NBIRTH',
  'NDATA',
  'NDEATH',
  'DBIRTH',
  'DDATA',
  'DDEATH',
]);

/** The door a topic leads to, or null when it leads to none. Never throws, whatever the text. */
export function routeTopic(topic: string): TopicRoute | null {
  if (topic.startsWith(FETTLE_PREFIX)) return routeFettle(topic);
  if (topic === THINGSBOARD_TELEMETRY) {
    return { door: 'thingsboard', tenantId: null, deviceId: null, messageType: '' };
  }
  if (topic.startsWith(SPARKPLUG_PREFIX)) return routeSparkplug(topic);
  return null;
}

function routeFettle(topic: string): TopicRoute | null {
  const tenantId = topic.slice(FETTLE_PREFIX.length, TENANT_END);
  const deviceId = topic.slice(TENANT_END + 1, DEVICE_END);
  const door = DOOR_BY_LEAF.get(topic.slice(DEVICE_END));
  if (door === undefined) return null;
  if (topic[TENANT_END] !== '/' || !isUuid(tenantId) || !isUuid(deviceId)) return null;
  return { door, tenantId, deviceId, messageType: '' };
}

/** Group is the tenant; the last level is the device: the edge node of N-messages, the device of D-messages. */
function routeSparkplug(topic: string): TopicRoute | null {
  const [, tenantId = '', messageType = '', edgeNode = '', device] = topic.split('/', 6);
  if (!SPARKPLUG_TYPES.has(messageType) || edgeNode === '') return null;
  const deviceId = messageType.startsWith('N') ? edgeNode : (device ?? '');
  const levels = messageType.startsWith('N') ? 4 : 5;
  if (topic.split('/', 7).length !== levels || !isUuid(tenantId) || !isUuid(deviceId)) return null;
  return { door: 'sparkplug', tenantId, deviceId, messageType };
}

/** `fettle/v1/{tenant}/{device}/`: what a device may use. */
export function devicePrefix(tenantId: string, deviceId: string): string {
  return `${FETTLE_PREFIX}${tenantId}/${deviceId}/`;
}

/** Where a device says what it is and does, and is told what was refused, and why. */
export function statusTopic(tenantId: string, deviceId: string): string {
  return `${devicePrefix(tenantId, deviceId)}status`;
}
