import { timingSafeEqual } from 'node:crypto';
import { type Clock, isUuid } from '@fettle/kernel';
import type { RejectReason } from '@fettle/contracts';
import { type DeviceDirectory, type DeviceEntry, hashSecret } from '@fettle/persistence';
import type { LoginThrottle } from './login-throttle';
import type { Sender } from './broker';

/** What a device showed when it connected. */
export interface Login {
  readonly clientId: string;
  readonly username: string | undefined;
  readonly password: Buffer | undefined;
  readonly address: string;
}

/** `throttled`: the address failed too often of late; nothing was looked up. */
export type LoginOutcome =
  | { readonly kind: 'accepted'; readonly sender: Sender }
  | { readonly kind: 'refused'; readonly reason: RejectReason; readonly device: DeviceEntry | null }
  | { readonly kind: 'throttled' };

/**
 * Decides whose connection it is. With a password: the user name, else the client id, is the device's id and the
 * password its secret. Without: the user name is the device's access token (the ThingsBoard device API).
 */
export class DeviceAuthenticator {
  constructor(
    private readonly directory: Pick<DeviceDirectory, 'byId' | 'byToken'>,
    private readonly throttle: LoginThrottle,
    private readonly clock: Clock,
  ) {}

  /** Throws `DATABASE.UNAVAILABLE` when nobody can be looked up. */
  async authenticate(login: Login): Promise<LoginOutcome> {
    if (!this.throttle.allows(login.address, this.clock.nowMs())) return { kind: 'throttled' };
    const outcome = login.password?.length
      ? await this.bySecret(login, login.password)
      : await this.byToken(login);
    if (outcome.kind === 'refused') this.throttle.failed(login.address, this.clock.nowMs());
    return outcome;
  }

  private async bySecret(login: Login, password: Buffer): Promise<LoginOutcome> {
    const deviceId = [login.username, login.clientId].find((id) => id !== undefined && isUuid(id));
    const device = deviceId === undefined ? null : await this.directory.byId(deviceId);
    if (device === null) return { kind: 'refused', reason: 'DEVICE.UNKNOWN', device };
    const digest = hashSecret(password.toString('utf8'), device.secretSalt);
    if (!sameBytes(digest, device.secretHash)) {
      return { kind: 'refused', reason: 'DEVICE.BAD_CREDENTIALS', device };
    }
    // The entry is replaced when anything about the device changes, so its hash says whether the secret has.
    return admit(device, (entry) => entry === device || entry.secretHash.equals(device.secretHash));
  }

  private async byToken({ username }: Login): Promise<LoginOutcome> {
    const device = username ? await this.directory.byToken(username) : null;
    if (device === null || username === undefined) {
      return { kind: 'refused', reason: 'DEVICE.UNKNOWN', device: null };
    }
    let verified = device;
    return admit(device, async (entry) => {
      if (entry === verified) return true;
      if ((await this.directory.byToken(username))?.deviceId !== device.deviceId) return false;
      verified = entry;
      return true;
    });
  }
}

function admit(device: DeviceEntry, holdsCredentialOf: Sender['holdsCredentialOf']): LoginOutcome {
  if (device.disabled) return { kind: 'refused', reason: 'DEVICE.DISABLED', device };
  return {
    kind: 'accepted',
    sender: { tenantId: device.tenantId, deviceId: device.deviceId, holdsCredentialOf },
  };
}

function sameBytes(actual: Buffer, expected: Buffer): boolean {
  return actual.length === expected.length && timingSafeEqual(actual, expected);
}
