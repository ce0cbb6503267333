import { AppError, DAY_MS, HOUR_MS, seededRandom } from '@fettle/kernel';
import { assetTypeById, type AssetType, type SimulatedAsset } from '@fettle/domains';
import type { DeviceCredentials } from '../link/device-link';
import { DeviceClock } from './device-clock';
import type { DevicePosition } from './device-position';
import { FrameBuilder } from './frame-builder';
import { OnboardModel } from './onboard-model';

/** One simulated machine and the device on it. */
export interface FleetDevice extends DeviceCredentials {
  readonly assetTypeId: string;
  readonly seed: number;
  readonly latitude: number;
  readonly longitude: number;
  /** Share of each component's life used at the fleet's start; see `lifeUsedToFailIn`. */
  readonly lifeUsed?: Readonly<Record<string, number>>;
}

/** A frame ready to go, with the position that holds once it is acknowledged. */
export interface OutgoingFrame {
  readonly payload: Uint8Array;
  readonly samples: number;
  readonly readings: number;
  readonly after: DevicePosition;
}

/** Samples in a full frame. */
export const SAMPLES_PER_FRAME = 60;
/** Up to this age a simulation is recomputed step by step; beyond, only what its memory needs. */
const FULL_RECOMPUTE_MS = 45 * DAY_MS;
const LEARNING_MS = 73 * HOUR_MS;
const MEMORY_MS = 48 * HOUR_MS;

/**
 * A machine's physics behind its device: takes samples at true times, adds what the device's int8 model says of them, stamps
 * them by the device's clock, cuts frames at full size and at reboots. Frames are a function of seed, start and the times sampled.
 */
export class SimulatedDevice {
  readonly asset: SimulatedAsset;
  private readonly clock: DeviceClock;
  private readonly frames: FrameBuilder;
  private readonly assetType: AssetType;
  private readonly model: OnboardModel | null;

  constructor(
    readonly spec: FleetDevice,
    private readonly startMs: number,
    readonly position: DevicePosition,
  ) {
    const assetType = assetTypeById(spec.assetTypeId);
    if (assetType?.simulate === undefined) {
      throw new AppError('FLEET.NOT_SIMULATED', `no physics for asset type "${spec.assetTypeId}"`);
    }
    const random = seededRandom(spec.seed);
    this.assetType = assetType;
    this.asset = assetType.simulate({
      random,
      startMs,
      latitude: spec.latitude,
      longitude: spec.longitude,
      ...(spec.lifeUsed === undefined ? {} : { lifeUsed: spec.lifeUsed }),
    });
    this.clock = new DeviceClock(random.fork('device-clock'), startMs);
    this.frames = new FrameBuilder(assetType);
    this.model = OnboardModel.of(assetType);
  }

  /** Brings the physics to the saved position without making frames. Yields now and then, so that a caller can breathe. */
  *recompute(cadenceMs: number): Generator<void> {
    const { positionMs } = this.position;
    const whole = positionMs - this.startMs <= FULL_RECOMPUTE_MS;
    let steps = 0;
    for (let atMs = firstTick(this.startMs, cadenceMs); atMs <= positionMs; atMs += cadenceMs) {
      if (!whole && atMs > this.startMs + LEARNING_MS && atMs < positionMs - MEMORY_MS) continue;
      if (!this.clock.isDown(atMs)) {
        const readings = this.asset.step(atMs);
        this.model?.hold(readings);
      }
      if (++steps % 500 === 0) yield;
    }
  }

  /** Takes one sample; returns a frame when that completes one or the device has rebooted since the last. */
  sample(trueMs: number): OutgoingFrame | null {
    const bootId = this.clock.bootId(trueMs);
    const cut = bootId === this.position.bootId ? null : this.flush();
    if (bootId !== this.position.bootId) {
      this.position.bootId = bootId;
      this.position.sequence = 0;
    }
    this.position.positionMs = trueMs;
    if (!this.clock.isDown(trueMs)) {
      const readings = this.asset.step(trueMs);
      this.frames.add(this.clock.read(trueMs), this.model?.addScores(readings) ?? readings);
    }
    if (cut !== null) return cut;
    return this.frames.sampleCount >= SAMPLES_PER_FRAME ? this.flush() : null;
  }

  /** A frame of what has been sampled since the last one, or null. */
  flush(): OutgoingFrame | null {
    const samples = this.frames.sampleCount;
    const taken = this.frames.take(this.position.bootId, this.position.sequence);
    if (taken === null) return null;
    this.position.sequence += 1;
    return { ...taken, samples, after: { ...this.position } };
  }

  /** The model that makes its scores, as `name@version`; null: none. */
  get modelLabel(): string | null {
    return this.model?.label ?? null;
  }

  /** Samples waiting to be framed. */
  get waiting(): number {
    return this.frames.sampleCount;
  }

  get signalCount(): number {
    return this.assetType.signals.length;
  }
}

/** The first multiple of the cadence at or after a time. */
export function firstTick(fromMs: number, cadenceMs: number): number {
  return Math.ceil(fromMs / cadenceMs) * cadenceMs;
}
