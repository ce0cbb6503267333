import { createServer } from 'node:http';
import { loadConfig } from './config';
import { HealthRegistry } from './health';
import { listen } from './listen';

describe('configuration', () => {
  it('a bad port is refused by the name of its variable', () => {
    expect(() => loadConfig({ FETTLE_MQTT_PORT: '70000' })).toThrow(/FETTLE_MQTT_PORT/);
  });

  it('defaults are an embedded installation on loopback', () => {
    const config = loadConfig({});
    expect(config).toMatchObject({
      host: '127.0.0.1',
      databaseUrl: null,
      kafkaBrokers: null,
      mqttUrl: null,
      mqttShared: true,
      secrets: {},
    });
  });
});

describe('health', () => {
  it('is ready only when every part answers, and says which does not', async () => {
    const health = new HealthRegistry();
    health.register('a', async () => undefined);
    expect((await health.report()).ready).toBe(true);
    health.register('b', () => Promise.reject(new Error('down')));
    expect(await health.report()).toEqual({
      ready: false,
      parts: { a: { ok: true }, b: { ok: false, reason: 'down' } },
    });
  });
});

describe('listening', () => {
  it('a taken port names the variable that moves it', async () => {
    const first = createServer();
    const port = await listen(first, 0, '127.0.0.1', 'X');
    const second = createServer();
    await expect(listen(second, port, '127.0.0.1', 'FETTLE_HTTP_PORT')).rejects.toMatchObject({
      code: 'CONFIG.PORT_TAKEN',
      message: expect.stringContaining('FETTLE_HTTP_PORT'),
    });
    first.close();
  });
});
