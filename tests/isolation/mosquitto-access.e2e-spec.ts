import { mosquittoMissing } from '@fettle/testing';
import { connectAsync, type MqttClient } from 'mqtt';
import { type DeployedMosquitto, startDeployedMosquitto } from '../support/mosquitto';
import { waitFor } from '../support/wait-for';

const TENANT = '01900000-0000-7000-8000-00000000000a';
const [OURS, THEIRS] = ['01900000-0000-7000-8000-000000000001', '01900000-0000-7000-8000-000000000002'];
const PASSWORD = 'a password';
const LEAVES = ['frames', 'json', 'status', 'events', 'commands', 'models'];

const missing = mosquittoMissing();
if (missing !== null) console.warn(`SKIPPED, access behind Mosquitto: ${missing}`);
const describeIf = missing === null ? describe : describe.skip;

/** The deployment's own access list, as a broker understands it. */
jest.setTimeout(30_000);

describeIf('access behind Mosquitto', () => {
  let broker: DeployedMosquitto;
  let ingest: MqttClient;
  let ours: MqttClient;
  const heard = { ingest: [] as string[], ours: [] as string[] };

  const topic = (device: string, leaf: string): string => `fettle/v1/${TENANT}/${device}/${leaf}`;
  let connections = 0;
  const signIn = (username: string): Promise<MqttClient> =>
    connectAsync(broker.url, {
      ...{ username, password: PASSWORD, clientId: `${username}-${connections++}` },
      ...{ protocolVersion: 4, reconnectPeriod: 0 },
    });

  beforeAll(async () => {
    broker = await startDeployedMosquitto();
    await broker.admit(['fettle-ingest', OURS, THEIRS].map((username) => ({ username, password: PASSWORD })));
    [ingest, ours] = await waitFor('the passwords to be read', async () =>
      Promise.all([signIn('fettle-ingest'), signIn(OURS)]).catch(() => false as const),
    );
    ingest.on('message', (name) => heard.ingest.push(name));
    ours.on('message', (name) => heard.ours.push(name));
    await ingest.subscribeAsync(LEAVES.slice(0, 4).map((leaf) => `fettle/v1/+/+/${leaf}`));
    await ours
      .subscribeAsync(LEAVES.flatMap((leaf) => [topic(OURS, leaf), topic(THEIRS, leaf)]))
      .catch(() => []);
  }, 60_000);

  afterAll(async () => {
    await Promise.all([ingest, ours].map((client) => client?.endAsync(true)));
    await broker?.process.stop();
  }, 30_000);

  it('a device is heard on what is from it, under its own name alone', async () => {
    for (const device of [THEIRS, OURS]) {
      for (const leaf of LEAVES) {
        // A connection for each, since the broker may end one that was refused something.
        const client = await signIn(OURS);
        await client.publishAsync(topic(device, leaf), 'x', { qos: 1 }).catch(() => undefined);
        await client.endAsync(true);
      }
    }
    await waitFor('the last of them', async () => heard.ingest.includes(topic(OURS, 'events')));
    expect(heard.ingest).toEqual(['frames', 'json', 'status', 'events'].map((leaf) => topic(OURS, leaf)));
    await waitFor('its own status', async () => heard.ours.length > 0);
    expect(heard.ours).toEqual([topic(OURS, 'status')]);
  });

  it('the platform is heard on what is to a device, by that device alone', async () => {
    heard.ours.length = 0;
    for (const device of [THEIRS, OURS]) {
      for (const leaf of ['commands', 'models', 'status']) {
        await ingest.publishAsync(topic(device, leaf), 'x', { qos: 1 });
      }
    }
    await waitFor('the last of them', async () => heard.ours.includes(topic(OURS, 'status')));
    expect(heard.ours).toEqual(['commands', 'models', 'status'].map((leaf) => topic(OURS, leaf)));
  });
});
