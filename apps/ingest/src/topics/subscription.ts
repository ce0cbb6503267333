import { devicePrefix, THINGSBOARD_PREFIX } from './topic-route';

const TO_DEVICE = ['commands', 'models', 'status', '#', '+'];

/** Whose connection it is that wants to subscribe or is about to be sent something. */
export interface TopicOwner {
  readonly tenantId: string;
  readonly deviceId: string;
}

/**
 * `own`: may be granted. Otherwise the reason for refusing: `foreign` names another tenant's space, `other` anything else.
 * Wildcards are granted only as the last level under the device's own prefix, so a match is always the device's own.
 */
export function judgeSubscription(filter: string, owner: TopicOwner): 'own' | 'foreign' | 'other' {
  const prefix = devicePrefix(owner.tenantId, owner.deviceId);
  if (filter.startsWith(prefix)) return TO_DEVICE.includes(filter.slice(prefix.length)) ? 'own' : 'other';
  if (isOwnSparkplugCommand(filter, owner)) return 'own';
  if (filter.startsWith(THINGSBOARD_PREFIX)) return 'own';
  return namesForeignTenant(filter, owner.tenantId) ? 'foreign' : 'other';
}

/**
 * True when a message may be handed to the device: under its own prefix or its own Sparkplug commands. The shared
 * ThingsBoard names may be subscribed to but nothing is forwarded on them, since they are the same for every tenant.
 */
export function mayReceive(topic: string, owner: TopicOwner): boolean {
  return (
    topic.startsWith(devicePrefix(owner.tenantId, owner.deviceId)) || isOwnSparkplugCommand(topic, owner)
  );
}

/** True when one of a device's granted filters covers a leaf of its own prefix. */
export function listensTo(filters: ReadonlySet<string>, owner: TopicOwner, leaf: string): boolean {
  const prefix = devicePrefix(owner.tenantId, owner.deviceId);
  return [leaf, '#', '+'].some((last) => filters.has(prefix + last));
}

/** True when the topic's tenant level is a definite one and not this one. */
export function namesForeignTenant(topic: string, tenantId: string): boolean {
  const levels = topic.split('/', 3);
  const named = levels[0] === 'fettle' ? levels[2] : levels[0] === 'spBv1.0' ? levels[1] : undefined;
  return named !== undefined && named !== '' && named !== tenantId;
}

function isOwnSparkplugCommand(topic: string, { tenantId, deviceId }: TopicOwner): boolean {
  const levels = topic.split('/', 6);
  if (levels[0] !== 'spBv1.0' || levels[1] !== tenantId || levels.includes('#') || levels.includes('+'))
    return false;
  if (levels[2] === 'NCMD') return levels.length === 4 && levels[3] === deviceId;
  return levels[2] === 'DCMD' && levels.length === 5 && levels[4] === deviceId;
}
