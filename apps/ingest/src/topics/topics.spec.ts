import * as fc from 'fast-check';
import { uuidv7 } from '@fettle/kernel';
import { judgeSubscription, mayReceive, namesForeignTenant } from './subscription';
import { devicePrefix, routeTopic, statusTopic, THINGSBOARD_TELEMETRY } from './topic-route';

const tenantId = uuidv7(1);
const deviceId = uuidv7(2);
const otherTenant = uuidv7(3);
const owner = { tenantId, deviceId };

describe('topic routes', () => {
  it('each door has its own topic', () => {
    const prefix = devicePrefix(tenantId, deviceId);
    expect(routeTopic(`${prefix}frames`)).toEqual({ door: 'frames', tenantId, deviceId, messageType: '' });
    for (const door of ['json', 'status', 'events']) {
      expect(routeTopic(`${prefix}${door}`)).toEqual({ door, tenantId, deviceId, messageType: '' });
    }
    expect(routeTopic(THINGSBOARD_TELEMETRY)).toMatchObject({ door: 'thingsboard', tenantId: null });
    expect(routeTopic(`spBv1.0/${tenantId}/NDATA/${deviceId}`)).toMatchObject({
      door: 'sparkplug',
      deviceId,
      messageType: 'NDATA',
    });
    expect(routeTopic(`spBv1.0/${tenantId}/DDATA/edge/${deviceId}`)).toMatchObject({
      deviceId,
      messageType: 'DDATA',
    });
  });

  it.each([
    '',
    'fettle/v1',
    `fettle/v1/${tenantId}/${deviceId}`,
    `fettle/v1/${tenantId}/${deviceId}/commands`,
    `fettle/v1/${tenantId}/${deviceId}/models`,
    `fettle/v1/${tenantId}/${deviceId}/frames/x`,
    `fettle/v1/${tenantId}x${deviceId}/frames`,
    `fettle/v1/${tenantId}/not-a-device/frames`,
    `spBv1.0/${tenantId}/DDATA/edge`,
    `spBv1.0/${tenantId}/NDATA/${deviceId}/x`,
    `spBv1.0/${tenantId}/DDATA/edge/${deviceId}/x`,
    `spBv1.0/${tenantId}/NCMD/${deviceId}`,
    'v1/devices/me/attributes',
    '$SYS/broker/uptime',
  ])('%s leads nowhere', (topic) => expect(routeTopic(topic)).toBeNull());

  it('never throws, whatever the text', () => {
    fc.assert(fc.property(fc.string(), (text) => void routeTopic(`fettle/v1/${text}`)));
    fc.assert(fc.property(fc.string(), (text) => void routeTopic(text)));
  });
});

describe('subscriptions', () => {
  const prefix = devicePrefix(tenantId, deviceId);

  it.each(['commands', 'models', 'status', '#', '+'])('a device may listen to its own %s', (leaf) =>
    expect(judgeSubscription(prefix + leaf, owner)).toBe('own'),
  );

  it('a device may listen to its own Sparkplug commands', () => {
    expect(judgeSubscription(`spBv1.0/${tenantId}/NCMD/${deviceId}`, owner)).toBe('own');
    expect(judgeSubscription(`spBv1.0/${tenantId}/DCMD/edge/${deviceId}`, owner)).toBe('own');
  });

  it.each([
    '#',
    '+/#',
    '$SYS/#',
    'fettle/#',
    '$share/x/fettle/v1/#',
    `spBv1.0/${tenantId}/#`,
    `${prefix}json/#`,
    '',
  ])('%s is refused', (filter) => expect(judgeSubscription(filter, owner)).not.toBe('own'));

  it("another tenant's space is foreign, another device's is refused", () => {
    expect(judgeSubscription(devicePrefix(otherTenant, deviceId) + 'status', owner)).toBe('foreign');
    expect(judgeSubscription(`spBv1.0/${otherTenant}/NCMD/${deviceId}`, owner)).toBe('foreign');
    expect(judgeSubscription(devicePrefix(tenantId, uuidv7(9)) + 'status', owner)).toBe('other');
    expect(namesForeignTenant(devicePrefix(tenantId, deviceId), tenantId)).toBe(false);
  });

  it('nothing is received that could not have been subscribed to as own, shared names never', () => {
    expect(mayReceive(statusTopic(tenantId, deviceId), owner)).toBe(true);
    expect(mayReceive(statusTopic(otherTenant, deviceId), owner)).toBe(false);
    expect(mayReceive('v1/devices/me/attributes', owner)).toBe(false);
  });
});
