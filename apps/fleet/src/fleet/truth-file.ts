import { mkdirSync, renameSync, writeFileSync } from 'node:fs';
import { dirname } from 'node:path';
import type { TrueFailure } from '@fettle/domains';
import type { SimulatedDevice } from '../device/simulated-device';

/** One machine's truth. */
export interface DeviceTruth {
  readonly deviceId: string;
  readonly tenantId: string;
  readonly assetTypeId: string;
  /** Failures up to `asOfMs`, oldest first. */
  readonly failures: readonly TrueFailure[];
  /** Failures to come, if nobody touches the machine. */
  readonly upcoming: readonly TrueFailure[];
}

/** What the truth file holds, as JSON. */
export interface FleetTruth {
  readonly asOfMs: number;
  readonly devices: readonly DeviceTruth[];
}

/** Replaces the truth file with what is true at `asOfMs`, a time the machines have reached. */
export function writeTruth(path: string, devices: readonly SimulatedDevice[], asOfMs: number): void {
  const truth: FleetTruth = {
    asOfMs,
    devices: devices.map(({ spec, asset }) => ({
      deviceId: spec.deviceId,
      tenantId: spec.tenantId,
      assetTypeId: spec.assetTypeId,
      failures: asset.failures(asOfMs),
      upcoming: asset.upcoming(),
    })),
  };
  mkdirSync(dirname(path), { recursive: true });
  writeFileSync(`${path}.new`, JSON.stringify(truth));
  renameSync(`${path}.new`, path);
}
