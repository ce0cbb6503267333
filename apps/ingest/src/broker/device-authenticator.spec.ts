import { ManualClock } from '@fettle/kernel';
import type { DeviceEntry } from '@fettle/persistence';
import { deviceEntry, SECRET } from '../spec-builders/device-entry';
import type { Sender } from './broker';
import { DeviceAuthenticator, type Login, type LoginOutcome } from './device-authenticator';
import { LoginThrottle } from './login-throttle';

const TOKEN = 'token';

function setUp(device = deviceEntry()): {
  device: DeviceEntry;
  login: (over: Partial<Login>) => Promise<LoginOutcome>;
  tokens: Map<string, DeviceEntry>;
} {
  const tokens = new Map([[TOKEN, device]]);
  const directory = {
    byId: async (id: string) => (id === device.deviceId ? device : null),
    byToken: async (token: string) => tokens.get(token) ?? null,
  };
  const authenticator = new DeviceAuthenticator(directory, new LoginThrottle(), new ManualClock(0));
  const login = (over: Partial<Login>): Promise<LoginOutcome> =>
    authenticator.authenticate({
      clientId: 'c',
      username: undefined,
      password: undefined,
      address: 'a',
      ...over,
    });
  return { device, login, tokens };
}

const password = Buffer.from(SECRET);

function senderOf(outcome: LoginOutcome): Sender {
  if (outcome.kind !== 'accepted') throw new Error(outcome.kind);
  return outcome.sender;
}

describe('device authenticator', () => {
  it('the secret opens by user name or by client id', async () => {
    const { device, login } = setUp();
    const { deviceId, tenantId } = device;
    expect(senderOf(await login({ username: deviceId, password }))).toMatchObject({ deviceId, tenantId });
    expect(senderOf(await login({ clientId: deviceId, username: 'x', password }))).toMatchObject({
      deviceId,
    });
  });

  it('a token opens without a password', async () => {
    const { device, login } = setUp();
    expect(senderOf(await login({ username: TOKEN }))).toMatchObject({ deviceId: device.deviceId });
  });

  it('everything else is refused with its reason', async () => {
    const { device, login } = setUp();
    const { deviceId } = device;
    expect(await login({ username: deviceId, password: Buffer.from('no') })).toMatchObject({
      reason: 'DEVICE.BAD_CREDENTIALS',
      device,
    });
    for (const unknown of [{}, { username: 'no' }, { username: 'no', password }, { username: deviceId }]) {
      expect(await login(unknown)).toMatchObject({ reason: 'DEVICE.UNKNOWN', device: null });
    }
    const disabled = setUp(deviceEntry({ disabled: true }));
    expect(await disabled.login({ username: TOKEN })).toMatchObject({ reason: 'DEVICE.DISABLED' });
  });

  it('an address that fails too often is not looked at; another is', async () => {
    const { device, login } = setUp();
    for (let i = 0; i < 31; i++) await login({ username: 'no' });
    expect(await login({ username: device.deviceId, password })).toEqual({ kind: 'throttled' });
    expect(await login({ username: device.deviceId, password, address: 'b' })).toMatchObject({
      kind: 'accepted',
    });
  });

  it('an open connection loses its right when the secret or the token is replaced, not for other changes', async () => {
    const { device, login, tokens } = setUp();
    const bySecret = senderOf(await login({ username: device.deviceId, password }));
    const byToken = senderOf(await login({ username: TOKEN }));
    const changed = deviceEntry({ assetId: 'other' });
    expect(await bySecret.holdsCredentialOf(changed)).toBe(true);
    expect(await byToken.holdsCredentialOf(changed)).toBe(true);
    expect(await bySecret.holdsCredentialOf(deviceEntry({ secretHash: Buffer.alloc(32) }))).toBe(false);
    tokens.clear();
    expect(await byToken.holdsCredentialOf(deviceEntry())).toBe(false);
  });
});
