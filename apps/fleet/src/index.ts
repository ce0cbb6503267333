export { demoFleetPlan, type DemoAsset, type DemoSite, type DemoTenant } from './demo/demo-fleet-plan';
export type { FleetDevice } from './device/simulated-device';
export type { FleetOptions, FleetProgress } from './fleet/fleet-options';
export { runFleet } from './fleet/run-fleet';
export { runFleetInWorker } from './fleet/run-fleet-in-worker';
export type { DeviceTruth, FleetTruth } from './fleet/truth-file';
export type { DeviceCredentials } from './link/device-link';
export { replayPlan, type ReplayAsset, type ReplayPlan, type ReplayPlanOptions } from './replay/replay-plan';
export {
  runReplay,
  type ReplayedAsset,
  type ReplayOptions,
  type ReplayProgress,
  type ReplayResult,
} from './replay/run-replay';
export { shiftToPresent, type TimeShift } from './replay/time-shift';
