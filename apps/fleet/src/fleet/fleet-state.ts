import { existsSync, mkdirSync, readFileSync, renameSync, writeFileSync } from 'node:fs';
import { dirname } from 'node:path';
import { AppError } from '@fettle/kernel';
import type { DevicePosition } from '../device/device-position';

interface SavedDevice extends DevicePosition {
  /** Frames that were not acknowledged at a clean stop, base64, oldest first. */
  readonly outbox?: readonly string[];
}

interface SavedFleet {
  readonly version: 1;
  readonly fromMs: number;
  /** The fleet has been in the present: what is missing since is a pause, not history. */
  readonly reachedPresent: boolean;
  readonly devices: Readonly<Record<string, SavedDevice>>;
}

/** Where every device of a fleet stands, kept in one file that is replaced as a whole. */
export class FleetState {
  /** Set once the fleet is in the present. */
  reachedPresent = false;
  private readonly devices = new Map<string, SavedDevice>();

  private constructor(
    private readonly path: string,
    private readonly fromMs: number,
  ) {}

  /**
   * Reads the file, or begins afresh when there is none or it tells of another beginning (`fromMs`).
   * Throws `FLEET.BAD_STATE` when it is there and cannot be understood.
   */
  static load(path: string, fromMs: number): FleetState {
    const state = new FleetState(path, fromMs);
    if (!existsSync(path)) return state;
    try {
      const saved = JSON.parse(readFileSync(path, 'utf8')) as SavedFleet;
      if (saved.version !== 1) throw new Error(`version ${String(saved.version)}`);
      if (saved.fromMs !== fromMs) return state;
      state.reachedPresent = saved.reachedPresent;
      for (const [id, device] of Object.entries(saved.devices)) state.devices.set(id, device);
      return state;
    } catch (cause) {
      throw new AppError('FLEET.BAD_STATE', `${path} is not a fleet's state; remove it to begin afresh`, {
        cause,
      });
    }
  }

  get(deviceId: string): SavedDevice | undefined {
    return this.devices.get(deviceId);
  }

  set(deviceId: string, position: DevicePosition, outbox: readonly Uint8Array[] = []): void {
    const saved = { ...position };
    this.devices.set(
      deviceId,
      outbox.length === 0
        ? saved
        : { ...saved, outbox: outbox.map((frame) => Buffer.from(frame).toString('base64')) },
    );
  }

  /** Replaces the file; when this returns, the positions survive the process. */
  save(): void {
    const { fromMs, reachedPresent } = this;
    const saved: SavedFleet = {
      version: 1,
      fromMs,
      reachedPresent,
      devices: Object.fromEntries(this.devices),
    };
    mkdirSync(dirname(this.path), { recursive: true });
    writeFileSync(`${this.path}.new`, JSON.stringify(saved), { mode: 0o600 });
    renameSync(`${this.path}.new`, this.path);
  }
}
