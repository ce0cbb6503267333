import type { DeviceCredentialsResponse } from '@fettle/contracts';
import type { DeviceCredentials } from '@fettle/persistence';
import type { FettleConfig } from '@fettle/platform';

const MQTT_PORT = 1883;

/** Fresh credentials with everything a device needs to use them. */
export function showCredentials(made: DeviceCredentials, config: FettleConfig): DeviceCredentialsResponse {
  const { id, name, assetId, tenantId, token, mqtt } = made;
  const prefix = `fettle/v1/${tenantId}/${id}`;
  return {
    ...{ id, name, assetId, token },
    mqtt: {
      ...brokerOf(config),
      ...mqtt,
      topics: {
        frames: `${prefix}/frames`,
        json: `${prefix}/json`,
        sparkplug: `spBv1.0/${tenantId}/NDATA/${id}`,
        status: `${prefix}/status`,
        events: `${prefix}/events`,
        commands: `${prefix}/commands`,
        models: `${prefix}/models`,
      },
    },
  };
}

/** Where devices connect: the outside broker's address, else the host that browsers use. */
function brokerOf(config: FettleConfig): { host: string; port: number } {
  if (config.mqttUrl === null) return { host: new URL(config.publicUrl).hostname, port: config.mqttPort };
  const url = new URL(config.mqttUrl);
  return { host: url.hostname, port: Number(url.port || MQTT_PORT) };
}
