import { AppError } from '@fettle/kernel';
import type { FettleConfig } from '@fettle/platform';

/** The running product's MQTT address. Throws `PRODUCT.NOT_RUNNING` when nothing answers there. */
export async function runningProduct(config: FettleConfig): Promise<{ url: string; mqttUrl: string }> {
  const url = `http://127.0.0.1:${config.httpPort}`;
  const ready = await fetch(`${url}/health/ready`).then(
    (response) => response.ok,
    () => false,
  );
  if (!ready) {
    throw new AppError(
      'PRODUCT.NOT_RUNNING',
      `nothing is ready at ${url}; start it with \`npm start\`, or set FETTLE_HTTP_PORT and FETTLE_MQTT_PORT`,
    );
  }
  return { url, mqttUrl: config.mqttUrl ?? `mqtt://127.0.0.1:${config.mqttPort}` };
}
